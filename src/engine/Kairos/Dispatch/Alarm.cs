using Kairos.Time;

namespace Kairos.Dispatch;

/// <summary>What the timer thread waits on.</summary>
internal abstract class Alarm : IDisposable
{
    /// <summary>Returns when the clock shows <paramref name="until"/>, or when woken, or earlier: the caller looks again.</summary>
    internal abstract void Wait(Instant until);

    /// <summary>Ends a wait that has more than a few milliseconds to go; a wait not begun yet ends at once.</summary>
    internal abstract void Wake();

    public abstract void Dispose();

    /// <summary>The precise alarm on the system's clock, else one that follows the given provider.</summary>
    internal static Alarm For(EngineClock clock) =>
        ReferenceEquals(clock.Provider, TimeProvider.System) ? new PreciseAlarm(clock) : new ProviderAlarm(clock);
}

/// <summary>Waits by a provider's timers: for manual time, where the provider decides what now is.</summary>
internal sealed class ProviderAlarm(EngineClock clock) : Alarm
{
    private readonly AutoResetEvent _wake = new(false);

    internal override void Wait(Instant until)
    {
        TimeSpan left = until - clock.Now;
        if (left <= TimeSpan.Zero)
        {
            return;
        }

        using ITimer timer = clock.Provider.CreateTimer(static s => ((AutoResetEvent)s!).Set(), _wake, left, Timeout.InfiniteTimeSpan);

        // Time may have been moved between the reading of the clock and the making of the timer.
        if (clock.Now < until)
        {
            _wake.WaitOne();
        }
    }

    internal override void Wake() => _wake.Set();

    public override void Dispose() => _wake.Dispose();
}
