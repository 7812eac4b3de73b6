using System.Collections.Concurrent;
using Kairos.Events;
using Kairos.Time;

namespace Kairos.Dispatch;

/// <summary>Holds what waits for an instant and releases it then: one thread, a heap of distinct instants, a bucket each.</summary>
/// <remarks>
/// The wall clock is read again at least each 100 ms and before each release: nothing is released before the clock shows
/// its instant, what a forward step jumped over is released at once, and a backward step holds back what has not begun.
/// </remarks>
internal sealed class Wheel : IDisposable
{
    private static readonly TimeSpan s_reread = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_near = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(5);

    private readonly EngineClock _clock;
    private readonly Alarm _alarm;
    private readonly EventStream _events;
    private readonly IReleaseWatcher _watcher;
    private readonly Thread _thread;
    private readonly ConcurrentQueue<WheelItem> _inbox = new();

    // Owned by the timer thread.
    private readonly PriorityQueue<Bucket, long> _heap = new();
    private Dictionary<long, Bucket> _buckets = [];
    private TimeSpan _skew;

    private long _sleepsUntil = long.MinValue;
    private volatile bool _stopping;

    internal Wheel(EngineClock clock, EventStream events, IReleaseWatcher watcher)
    {
        (_clock, _events, _watcher) = (clock, events, watcher);
        _alarm = Alarm.For(clock);
        _skew = clock.Now - clock.Steady;
        _thread = new Thread(Loop) { Name = "kairos wheel", IsBackground = true, Priority = ThreadPriority.Highest };
    }

    internal void Start() => _thread.Start();

    internal void Add(WheelItem item)
    {
        _inbox.Enqueue(item);
        WakeFor(item.ReleaseAt.Micros);
    }

    internal void AddAll(IReadOnlyList<WheelItem> items)
    {
        long first = long.MaxValue;
        foreach (WheelItem item in items)
        {
            _inbox.Enqueue(item);
            first = Math.Min(first, item.ReleaseAt.Micros);
        }

        WakeFor(first);
    }

    public void Dispose()
    {
        if (_stopping)
        {
            return;
        }

        _stopping = true;
        _alarm.Wake();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        _alarm.Dispose();
    }

    private void WakeFor(long micros)
    {
        // Pairs with the fence in Loop: either the thread sees the item in its inbox, or we see how long it means to sleep.
        Interlocked.MemoryBarrier();
        if (micros < Volatile.Read(ref _sleepsUntil))
        {
            _alarm.Wake();
        }
    }

    private void Loop()
    {
        while (!_stopping)
        {
            Drain();
            FollowSteps();
            Instant now = _clock.Now;
            bool released = false;
            while (_heap.TryPeek(out _, out long due) && due <= now.Micros)
            {
                ReleaseHead(due);
                released = true;
                now = _clock.Now;
            }

            if (released)
            {
                continue;
            }

            Instant until = now + s_reread;
            if (_heap.TryPeek(out Bucket? head, out long next))
            {
                until = new Instant(Math.Min(until.Micros, next));
                head.Sort();
                _watcher.Near(next - now.Micros <= s_near.Ticks / TimeSpan.TicksPerMicrosecond);
            }

            Volatile.Write(ref _sleepsUntil, until.Micros);
            Interlocked.MemoryBarrier();
            if (_inbox.IsEmpty)
            {
                _alarm.Wait(until);
            }

            Volatile.Write(ref _sleepsUntil, long.MinValue);
        }
    }

    private void Drain()
    {
        while (_inbox.TryDequeue(out WheelItem? item))
        {
            Put(item, item.ReleaseAt.Micros);
        }
    }

    private void Put(WheelItem item, long micros)
    {
        if (!_buckets.TryGetValue(micros, out Bucket? bucket))
        {
            bucket = new Bucket();
            _buckets.Add(micros, bucket);
            _heap.Enqueue(bucket, micros);
        }

        bucket.Add(item);
    }

    private void ReleaseHead(long due)
    {
        Bucket bucket = _heap.Dequeue();
        _buckets.Remove(due);
        _watcher.Releasing(bucket.Count);
        bucket.Release();
        _watcher.Released();
    }

    private void FollowSteps()
    {
        TimeSpan skew = _clock.Now - _clock.Steady;
        TimeSpan step = skew - _skew;
        if (step.Duration() < s_step)
        {
            return;
        }

        _skew = skew;
        _clock.NoteStep(step);
        Dictionary<long, Bucket> before = _buckets;
        _buckets = [];
        _heap.Clear();
        foreach ((long micros, Bucket bucket) in before.OrderBy(b => b.Key))
        {
            foreach (WheelItem item in bucket.Items)
            {
                item.ReleaseAt = item.Replan();
                Put(item, item.ReleaseAt.Micros);
            }
        }

        _events.Tell(new ClockStepped(_clock.Now, step));
        _watcher.Stepped(step);
    }
}

/// <summary>What the rest of the dispatch does around releases. Called on the timer thread.</summary>
internal interface IReleaseWatcher
{
    /// <summary>Whether the next instant is only milliseconds away.</summary>
    void Near(bool near);

    /// <summary>So many items are about to be released at one instant.</summary>
    void Releasing(int count);

    /// <summary>They are with the thread pool.</summary>
    void Released();

    /// <summary>The wall clock stepped.</summary>
    void Stepped(TimeSpan by);
}
