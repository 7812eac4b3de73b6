using Kairos.Time;

namespace Kairos.Dispatch;

/// <summary>What the timer thread waits on.</summary>
internal abstract class Alarm : IDisposable
{
    /// <summary>No wait is longer: the wall clock may step while it lasts, or have stepped since its end was computed.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns when the clock shows <paramref name="until"/>, or when woken, or earlier: the caller looks again.</summary>
    internal abstract void Wait(Instant until);

    /// <summary>Ends a wait that has more than a few milliseconds to go; a wait not begun yet ends at once.</summary>
    internal abstract void Wake();

    public abstract void Dispose();

    /// <summary>Whoever learns something of a clock, or gives up a wait, may come after the wheel has stopped: there is nothing to wake then.</summary>
    private protected static void SetUnlessGone(AutoResetEvent wake)
    {
        try
        {
            wake.Set();
        }
        catch (ObjectDisposedException)
        {
            return;
        }
    }

    /// <summary>The precise alarm on the system's clock, else one that follows the given provider.</summary>
    internal static Alarm For(EngineClock clock) =>
        clock.IsReal ? new PreciseAlarm(clock) : new ProviderAlarm(clock);

    /// <summary>How long to wait now.</summary>
    private protected static TimeSpan Left(EngineClock clock, Instant until)
    {
        TimeSpan left = until - clock.Now;
        return left < Longest ? left : Longest;
    }
}

/// <summary>Waits by a provider's timers: for manual time, where the provider decides what now is.</summary>
internal sealed class ProviderAlarm(EngineClock clock) : Alarm
{
    // A provider whose time goes by itself is never still; there the first try is as good as any.
    private const int Tries = 100;
    private readonly AutoResetEvent _wake = new(false);

    internal override void Wait(Instant until) => WaitFor(clock, () => Left(clock, until), _wake);

    /// <summary>Returns when the provider's time has gone on by what is left, or when woken, or earlier.</summary>
    internal static void WaitFor(EngineClock clock, Func<TimeSpan> whatIsLeft, AutoResetEvent wake)
    {
        using ITimer timer = clock.Provider.CreateTimer(static s => SetUnlessGone((AutoResetEvent)s!), wake, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        for (int i = 0; i < Tries; i++)
        {
            Instant steady = clock.Steady;
            TimeSpan left = whatIsLeft();
            if (left <= TimeSpan.Zero)
            {
                return;
            }

            timer.Change(left, Timeout.InfiniteTimeSpan);

            // Time that was moved between the reading of the clock and the setting of the timer would make it late.
            if (clock.Steady == steady)
            {
                break;
            }
        }

        wake.WaitOne();
    }

    internal override void Wake() => SetUnlessGone(_wake);

    public override void Dispose() => _wake.Dispose();
}
