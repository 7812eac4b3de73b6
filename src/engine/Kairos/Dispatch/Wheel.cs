using System.Collections.Concurrent;
using Kairos.Events;
using Kairos.Nodes;
using Kairos.Time;

namespace Kairos.Dispatch;

/// <summary>Holds what waits for an instant and releases it then: one thread, a heap of distinct instants, a bucket each.</summary>
/// <remarks>
/// The store's clock is read again at least each 100 ms and before each release: nothing is released before the clock shows
/// its instant, what a forward step jumped over is released at once, and a backward step holds back what has not begun.
/// </remarks>
internal sealed class Wheel : IDisposable
{
    private static readonly TimeSpan s_near = TimeSpan.FromMilliseconds(3);

    private readonly EngineClock _clock;
    private readonly Alarm _alarm;
    private readonly EventStream _events;
    private readonly IReleaseWatcher _watcher;
    private readonly Thread _thread;
    private readonly ConcurrentQueue<WheelItem> _inbox = new();

    // Owned by the timer thread.
    private readonly PriorityQueue<Bucket, long> _heap = new();
    private readonly HashSet<WheelItem> _moving = [];
    private Dictionary<long, Bucket> _buckets = [];
    private TimeSpan _skew;

    private long _sleepsUntil = long.MinValue;
    private long _next = Instant.Max.Micros;
    private volatile bool _replan;
    private volatile bool _stopping;

    internal Wheel(EngineClock clock, EventStream events, IReleaseWatcher watcher)
    {
        (_clock, _events, _watcher) = (clock, events, watcher);
        _alarm = Alarm.For(clock);
        _thread = new Thread(Loop) { Name = "kairos wheel", IsBackground = true, Priority = ThreadPriority.Highest };
    }

    /// <summary>The first instant for which something waited when it was last looked at.</summary>
    internal Instant Next => new(Volatile.Read(ref _next));

    internal void Start()
    {
        (_skew, _) = _clock.Skew();
        _thread.Start();
    }

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

    /// <summary>Another clock is known better than before: what waits by it may be due earlier.</summary>
    internal void Replan()
    {
        _replan = true;
        _alarm.Wake();
    }

    /// <summary>The store's clock is known better than before: its next instant may be nearer than was thought.</summary>
    internal void Aim() => _alarm.Wake();

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
            FollowReplan();
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

            Instant until = now + Alarm.Longest;
            bool waits = _heap.TryPeek(out Bucket? head, out long next);
            Volatile.Write(ref _next, waits ? next : Instant.Max.Micros);
            if (waits)
            {
                until = new Instant(Math.Min(until.Micros, next));
                head!.ToVolley();
                _watcher.Near(next - now.Micros <= s_near.Ticks / TimeSpan.TicksPerMicrosecond);
            }

            Volatile.Write(ref _sleepsUntil, until.Micros);
            Interlocked.MemoryBarrier();
            if (_inbox.IsEmpty && !_replan)
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
            if (item.Moves)
            {
                // The other clock may have become known better since the item was made.
                item.ReleaseAt = item.Replan();
                _moving.Add(item);
            }

            Put(item);
        }
    }

    private void Put(WheelItem item)
    {
        long micros = item.ReleaseAt.Micros;
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
        Volley volley = bucket.ToVolley();
        if (_moving.Count > 0)
        {
            _moving.ExceptWith(volley.Items);
        }

        _watcher.Releasing(volley);
        volley.Release();
        _watcher.Released();
    }

    // Only earlier is taken up: what turns out to be due later is released as planned, looks again, and waits on.
    // The old place stays: released twice is released once.
    private void FollowReplan()
    {
        if (!_replan)
        {
            return;
        }

        _replan = false;

        // Before what was learned is read: or a call that comes meanwhile could be overwritten.
        Interlocked.MemoryBarrier();
        foreach (WheelItem item in _moving)
        {
            Instant anew = item.Replan();
            if (anew < item.ReleaseAt)
            {
                item.ReleaseAt = anew;
                Put(item);
            }
        }
    }

    private void FollowSteps()
    {
        (TimeSpan skew, TimeSpan pause) = _clock.Skew();
        TimeSpan step = skew - _skew;

        // A step is more than what a pause between the readings can feign.
        if (step.Duration() < StoreClock.LeastStep + pause)
        {
            return;
        }

        _skew = skew;
        Dictionary<long, Bucket> before = _buckets;
        _buckets = [];
        _heap.Clear();
        foreach ((long micros, Bucket bucket) in before.OrderBy(b => b.Key))
        {
            foreach (WheelItem item in bucket.Items)
            {
                item.ReleaseAt = item.Replan();
                Put(item);
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

    /// <summary>What is about to be released at one instant.</summary>
    void Releasing(Volley volley);

    /// <summary>It is with the thread pool.</summary>
    void Released();

    /// <summary>The store's clock stepped.</summary>
    void Stepped(TimeSpan by);
}
