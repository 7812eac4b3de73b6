using System.Globalization;

namespace Kairos.Bench.Storage;

/// <summary>Processor time of a server and all its processes, those that have ended included, from the kernel's own counts.</summary>
internal static class ServerTime
{
    private const double TicksPerSecond = 100;

    internal static double Of(int postmaster)
    {
        double ticks = 0;
        foreach (string folder in Directory.EnumerateDirectories("/proc").Where(f => char.IsAsciiDigit(Path.GetFileName(f)[0])))
        {
            try
            {
                string stat = File.ReadAllText(Path.Combine(folder, "stat"));
                string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                bool isPostmaster = Path.GetFileName(folder) == postmaster.ToString(CultureInfo.InvariantCulture);
                if (isPostmaster || fields[1] == postmaster.ToString(CultureInfo.InvariantCulture))
                {
                    ticks += Sum(fields, 11, 12) + (isPostmaster ? Sum(fields, 13, 14) : 0);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has ended since: its time is with the postmaster now.
                continue;
            }
        }

        return ticks / TicksPerSecond;
    }

    private static double Sum(string[] fields, int first, int second) =>
        double.Parse(fields[first], CultureInfo.InvariantCulture) + double.Parse(fields[second], CultureInfo.InvariantCulture);
}
