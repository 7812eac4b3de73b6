using Kairos.Time;

namespace Kairos.Dispatch;

/// <summary>Something that waits for an instant in memory.</summary>
internal abstract class WheelItem : IThreadPoolWorkItem
{
    /// <summary>When to release it, on the store's clock. Read by the timer thread when it is added.</summary>
    internal Instant ReleaseAt { get; set; }

    /// <summary>Among items of one instant the higher goes first.</summary>
    internal virtual int Priority => 0;

    /// <summary>Its instant has come. Runs on the thread pool, once for each time it was put on the wheel.</summary>
    public abstract void Execute();

    /// <summary>Whether it hangs on another clock: its instant is then computed anew when this machine's clock steps or the other is known better.</summary>
    internal virtual bool Moves => false;

    /// <summary>The instant anew. Runs on the timer thread: it must neither block nor throw.</summary>
    internal virtual Instant Replan() => ReleaseAt;
}
