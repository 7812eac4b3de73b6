using System.Globalization;

namespace AdPlatform.Loading;

/// <summary>How far a load is: told about once a second, and when something else begins.</summary>
/// <param name="What">A table, or what is done to all of them.</param>
/// <param name="Rows">Rows of it so far.</param>
/// <param name="Of">Rows that it will have; zero where nothing is counted.</param>
/// <param name="Elapsed">Since its first row.</param>
internal readonly record struct LoadProgress(string What, long Rows, long Of, TimeSpan Elapsed)
{
    internal double RowsPerSecond => Elapsed > TimeSpan.Zero ? Rows / Elapsed.TotalSeconds : 0;

    internal TimeSpan Left => Rows == 0 ? TimeSpan.Zero : (Of - Rows) / (double)Rows * Elapsed;

    public override string ToString() => Of == 0
        ? What
        : string.Create(CultureInfo.InvariantCulture, $"{What}: {Rows:#,0} of {Of:#,0} rows, {RowsPerSecond:#,0} rows/s, {Left.TotalSeconds:0} s left");
}
