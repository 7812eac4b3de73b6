namespace Kairos.Seats.Grabs;

/// <summary>The waits after unclear answers: each twice the last, so many, and not beyond the end of the grab.</summary>
internal sealed class Backoff(GrabCalls calls)
{
    private TimeSpan _wait = calls.Options.UnclearWait;
    private int _count;

    /// <summary>Waits, or answers false when there is no further try.</summary>
    internal async ValueTask<bool> WaitAsync(CancellationToken ct)
    {
        if (++_count >= calls.Options.MostUnclear || calls.IsOverAfter(_wait))
        {
            return false;
        }

        await Task.Delay(_wait, calls.Time, ct);
        _wait = TimeSpan.FromTicks(Math.Min(2 * _wait.Ticks, calls.Options.LongestUnclearWait.Ticks));
        return true;
    }
}
