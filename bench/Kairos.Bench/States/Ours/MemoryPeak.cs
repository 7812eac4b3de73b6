namespace Kairos.Bench.States.Ours;

/// <summary>Looks at the managed memory while something runs.</summary>
internal sealed class MemoryPeak : IAsyncDisposable
{
    // Garbage of a collection's budget takes longer than that to gather.
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _ended = new();
    private readonly Task<long> _looking;

    internal MemoryPeak() => _looking = LookAsync(_ended.Token);

    /// <summary>Ends it.</summary>
    /// <returns>The most bytes that were seen, garbage that was not collected included.</returns>
    internal async Task<long> EndAsync()
    {
        await _ended.CancelAsync();
        return await _looking;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _ended.Dispose();
    }

    private static async Task<long> LookAsync(CancellationToken ended)
    {
        long most = 0;
        while (!ended.IsCancellationRequested)
        {
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false));
            await Task.Delay(s_look, TimeProvider.System, ended).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        return most;
    }
}
