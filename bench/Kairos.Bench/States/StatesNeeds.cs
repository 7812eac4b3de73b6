using System.Globalization;
using AdPlatform;

namespace Kairos.Bench.States;

/// <summary>What the benchmark takes at a number of rows, from what it took at others.</summary>
internal readonly record struct StatesNeeds(double Gigabytes, TimeSpan Time)
{
    // Tables and indexes, with the room that the new column's versions take; the log of the server apart from that.
    private const double BytesPerRow = 175;
    private const double LogGigabytes = 6;

    // Two cores at 2.80 GHz with nothing else to do; the larger the table, the more for each row.
    private const double SecondsPerMillionRows = 22;
    private const double SecondsAnyway = 20;

    internal static StatesNeeds Of(long rows) => new(
        (rows * BytesPerRow / 1e9) + Math.Min(LogGigabytes, 1 + (rows * BytesPerRow / 1e9)),
        TimeSpan.FromSeconds(SecondsAnyway + (rows / 1e6 * SecondsPerMillionRows)));

    /// <summary>Free where the server keeps its files.</summary>
    internal static double FreeGigabytes() => new DriveInfo(Path.GetTempPath()).AvailableFreeSpace / 1e9;

    /// <summary>What is wrong with measuring so many rows here, and how to put it right; null when nothing is.</summary>
    internal static string? Complaint(IReadOnlyList<int> rows)
    {
        if (rows.FirstOrDefault(static r => r < AdOptions.Fewest) is var few and > 0)
        {
            return string.Create(CultureInfo.InvariantCulture, $"--rows {few} is too few: the platform needs {AdOptions.Fewest}");
        }

        (double needed, double free) = (Of(rows.Max()).Gigabytes, FreeGigabytes());
        return needed > free
            ? string.Create(CultureInfo.InvariantCulture, $"{rows.Max():#,0} rows need {needed:0.0} GB of disk, and {Path.GetTempPath()} has {free:0.0} GB: measure fewer with --rows, or name a larger folder in TMPDIR")
            : null;
    }
}
