namespace Kairos.StateSchedules.Sets;

/// <summary>Holds a loop over rows to a rate. Time that was not used is not made up for: the rate holds for each second.</summary>
/// <threadsafety>For one loop.</threadsafety>
internal sealed class Throttle(TimeProvider time)
{
    private long _begun = time.GetTimestamp();

    /// <summary>Rows a second of one slice, from those of all.</summary>
    internal static double? Share(int? rowsPerSecond, int of) => rowsPerSecond is { } all ? (double)all / of : null;

    /// <summary>The rows of a batch: no more than a second's worth, so that a change of the rate is heeded soon.</summary>
    internal static int Rows(int batchRows, double? rate) => rate is { } rows ? Math.Clamp((int)rows, 1, batchRows) : batchRows;

    /// <summary>A batch begins.</summary>
    internal void Begin() => _begun = time.GetTimestamp();

    /// <summary>How long to wait after it.</summary>
    internal TimeSpan After(int rows, double? rate)
    {
        TimeSpan left = rate is { } perSecond ? TimeSpan.FromSeconds(rows / perSecond) - time.GetElapsedTime(_begun) : TimeSpan.Zero;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
