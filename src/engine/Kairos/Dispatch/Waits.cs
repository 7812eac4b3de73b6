using Kairos.Time;

namespace Kairos.Dispatch;

/// <summary>Lets handlers wait for an instant on the wheel, as exactly as jobs do.</summary>
internal sealed class Waits(Wheel wheel, EngineClock clock)
{
    /// <summary>Waits for an instant that was computed from another clock: a step of ours moves it along.</summary>
    internal ValueTask UntilElsewhereAsync(Instant instant, CancellationToken ct)
    {
        TimeSpan stepped = clock.Stepped;
        return UntilAsync(() => instant + (clock.Stepped - stepped), ct);
    }

    internal ValueTask UntilAsync(Instant instant, CancellationToken ct) => UntilAsync(() => instant, ct);

    /// <summary>Waits for an instant that is computed anew when this machine's clock steps.</summary>
    private async ValueTask UntilAsync(Func<Instant> instant, CancellationToken ct)
    {
        while (instant() is { } planned && planned > clock.Now)
        {
            ct.ThrowIfCancellationRequested();
            Waiter waiter = new(instant) { ReleaseAt = planned };
            await using CancellationTokenRegistration giveUp = ct.UnsafeRegister(static (w, t) => ((Waiter)w!).GiveUp(t), waiter);
            wheel.Add(waiter);
            await waiter.Task;
        }
    }

    private sealed class Waiter(Func<Instant> instant) : WheelItem
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task Task => _done.Task;

        internal override Instant Replan() => instant();

        internal override void Release() => _done.TrySetResult();

        internal void GiveUp(CancellationToken ct) => _done.TrySetCanceled(ct);
    }
}
