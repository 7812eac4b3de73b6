using System.Globalization;

namespace Kairos.Bench.Storage;

/// <summary>Processor time of a server and all its processes, those that have ended included.</summary>
internal static class ServerTime
{
    internal static double Of(int postmaster)
    {
        string server = postmaster.ToString(CultureInfo.InvariantCulture);
        double seconds = 0;
        foreach (string process in Directory.EnumerateDirectories("/proc").Select(static f => Path.GetFileName(f)).Where(static name => char.IsAsciiDigit(name[0])))
        {
            try
            {
                ProcessStat stat = ProcessStat.Of(process);
                seconds += process == server ? stat.Own + stat.Reaped : stat.Parent == server ? stat.Own : 0;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has ended since: its time is with the postmaster now.
                continue;
            }
        }

        return seconds;
    }
}
