using System.Diagnostics;

namespace Kairos.Bench.Punctuality;

/// <summary>The bare fan-out: items that are there already, handed to the thread pool at one instant from a thread of its own.</summary>
internal sealed class BareFanOut
{
    private static readonly long s_ahead = Stopwatch.Frequency / 50;

    private readonly Arrivals _arrivals;
    private readonly Item[] _items;
    private long _instant;

    internal BareFanOut(int most)
    {
        _arrivals = new Arrivals(most);
        _items = [.. Enumerable.Range(0, most).Select(_ => new Item(this))];
    }

    /// <summary>Releases so many, and returns by how many milliseconds each began after the instant.</summary>
    internal async Task<Sample> RunAsync(int count)
    {
        Task all = _arrivals.Expect(count);
        _instant = Stopwatch.GetTimestamp() + s_ahead;
        Thread timer = new(() => Release(count)) { IsBackground = true };
        timer.Start();
        await all;
        return _arrivals.Sample();
    }

    private void Release(int count)
    {
        PreciseSleep.SetSlack();
        PreciseSleep.Until(_instant);
        for (int i = 0; i < count; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_items[i], preferLocal: false);
        }
    }

    private sealed class Item(BareFanOut bare) : IThreadPoolWorkItem
    {
        public void Execute()
        {
            long now = Stopwatch.GetTimestamp();
            bare._arrivals.Note((now - bare._instant) / 1e6);
        }
    }
}
