using Kairos.Time;

namespace Kairos.Nodes;

/// <summary>The permit of this node to start what it holds: it runs out a margin before others may take the node over.</summary>
/// <remarks>
/// Read before each start and each passing of a gate, against a timestamp that is at hand there: one comparison. A lease that
/// has run out and that nobody took goes on with the next beat; what may not start meanwhile waits for that.
/// </remarks>
/// <threadsafety>All members may be called at once.</threadsafety>
internal sealed class Lease
{
    private readonly EngineClock _clock;
    private long _until;
    private TaskCompletionSource _renewed = NewWait();

    /// <summary>A lease that is not held before its first renewal.</summary>
    internal Lease(EngineClock clock)
        : this(clock, long.MinValue)
    {
    }

    private Lease(EngineClock clock, long until) => (_clock, _until) = (clock, until);

    /// <summary>For a store that no other process shares.</summary>
    internal static Lease Always(EngineClock clock) => new(clock, long.MaxValue);

    /// <summary>Whether what is begun at this timestamp of the time provider is begun under the lease.</summary>
    internal bool Holds(long timestamp) => timestamp < Volatile.Read(ref _until);

    /// <summary>It holds now.</summary>
    internal bool IsHeld()
    {
        _ = _clock.Look(out long timestamp);
        return Holds(timestamp);
    }

    /// <summary>From now on it holds until this timestamp, and whoever waits goes on.</summary>
    internal void Renew(long until)
    {
        Volatile.Write(ref _until, until);
        Interlocked.Exchange(ref _renewed, NewWait()).SetResult();
    }

    /// <summary>It holds no more: the node was taken over.</summary>
    internal void Lose() => Volatile.Write(ref _until, long.MinValue);

    /// <summary>Returns when it holds.</summary>
    internal async ValueTask HeldAsync(CancellationToken ct)
    {
        while (true)
        {
            // Before the look: a renewal that comes in between ends this very wait.
            Task renewed = Volatile.Read(ref _renewed).Task;
            if (IsHeld())
            {
                return;
            }

            await renewed.WaitAsync(ct);
        }
    }

    private static TaskCompletionSource NewWait() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
