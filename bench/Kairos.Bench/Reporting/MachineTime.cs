using System.Globalization;

namespace Kairos.Bench.Reporting;

/// <summary>Where the machine's processor time went, from the kernel's own counts; for telling a quiet run from a disturbed one.</summary>
internal sealed record MachineTime(double Busy, double Idle, double Stolen)
{
    private const string Source = "/proc/stat";

    /// <summary>Counts up to now; null where the kernel keeps none.</summary>
    internal static MachineTime? Now()
    {
        if (!File.Exists(Source))
        {
            return null;
        }

        // cpu user nice system idle iowait irq softirq steal
        double[] counts = [.. File.ReadLines(Source).First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9].Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        return new MachineTime(counts[0] + counts[1] + counts[2] + counts[5] + counts[6], counts[3] + counts[4], counts[7]);
    }

    /// <summary>Percent of all cores' time since then.</summary>
    internal (double Busy, double Stolen) Since(MachineTime before)
    {
        double all = Busy + Idle + Stolen - before.Busy - before.Idle - before.Stolen;
        return (100 * (Busy - before.Busy) / all, 100 * (Stolen - before.Stolen) / all);
    }
}
