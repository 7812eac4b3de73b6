namespace Kairos.Dispatch;

/// <summary>Makes batches of what has ended, for two who commit them. In a backlog it waits a little for the rest of a claim, which is ending at this moment.</summary>
/// <threadsafety>All members may be called at once.</threadsafety>
internal sealed class Gathering(EndedQueue ended, int few, CancellationToken closing)
{
    private static readonly TimeSpan s_linger = TimeSpan.FromMilliseconds(30);
    private const int MostLingers = 4;

    private int _gathers;
    private volatile bool _lingers;

    /// <summary>Fills the batch up to its size. It may stay empty: what there was, another has or gathers.</summary>
    /// <param name="batch">Empty.</param>
    /// <param name="size">How many there may be.</param>
    /// <param name="takesTimed">What is timed and ends while the rest of a claim is waited for goes with it; else it is left to the other one.</param>
    internal async ValueTask TakeAsync(List<Finished> batch, GrowingBatch size, bool takesTimed)
    {
        if (Interlocked.CompareExchange(ref _gathers, 1, 0) == 0)
        {
            ended.TakeInto(batch, few, size.Size);
            await LingerAsync(batch, size, takesTimed);
            Volatile.Write(ref _gathers, 0);
            return;
        }

        // What is overdue is the other's, or it would be two small batches instead of a large one.
        ended.TakeTimedInto(batch, size.Size);
        if (batch.Count == 0 && _lingers)
        {
            await ShortlyAsync();
        }
    }

    private async ValueTask LingerAsync(List<Finished> batch, GrowingBatch size, bool takesTimed)
    {
        for (int lingers = 0; lingers < MostLingers && IsFewOfMany(batch, size); lingers++)
        {
            _lingers = true;
            await ShortlyAsync();
            if (takesTimed)
            {
                ended.TakeInto(batch, few, size.Size);
            }
            else
            {
                ended.TakeOverdueInto(batch, size.Size);
            }
        }

        _lingers = false;
    }

    // The machine's own time: it is for other threads, and goes on where somebody else moves the clock.
    private async ValueTask ShortlyAsync() =>
        await Task.Delay(s_linger, TimeProvider.System, closing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    // In the midst of a backlog: what is overdue can wait a little.
    private bool IsFewOfMany(List<Finished> batch, GrowingBatch size) =>
        batch.Count > 0 && batch.Count < size.Size / 2 && size.Size > few && batch.TrueForAll(static f => f.Armed.IsOverdue);
}
