using Kairos.Time;

namespace Kairos.Dispatch;

/// <summary>Something that waits for an instant in memory.</summary>
internal abstract class WheelItem
{
    /// <summary>When to release it, on the store's clock. Read by the timer thread when it is added.</summary>
    internal Instant ReleaseAt { get; set; }

    /// <summary>Among items of one instant the higher goes first.</summary>
    internal virtual int Priority => 0;

    /// <summary>Hands over to the thread pool. Runs on the timer thread: it must neither block nor throw.</summary>
    internal abstract void Release();

    /// <summary>The instant anew, after this machine's clock stepped; only what hangs on another clock moves.</summary>
    internal virtual Instant Replan() => ReleaseAt;
}
