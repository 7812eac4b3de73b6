using Kairos.Time;

namespace Kairos.Dispatch;

/// <summary>Lets handlers wait for an instant on the wheel, as exactly as jobs do.</summary>
internal sealed class Waits(Wheel wheel, EngineClock clock)
{
    internal ValueTask<Reached> UntilAsync(Instant instant, CancellationToken ct) => UntilAsync(() => instant, moves: false, ct);

    /// <summary>Waits for an instant that hangs on another clock and is computed anew when that is known better, or ours steps.</summary>
    internal ValueTask<Reached> UntilAsync(Func<Instant> instant, CancellationToken ct) => UntilAsync(instant, moves: true, ct);

    private async ValueTask<Reached> UntilAsync(Func<Instant> instant, bool moves, CancellationToken ct)
    {
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            Instant planned = instant();
            Instant now = clock.Look(out long timestamp);
            if (planned <= now)
            {
                return new Reached(planned, now, timestamp);
            }

            Waiter waiter = new(instant, moves) { ReleaseAt = planned };
            await using CancellationTokenRegistration giveUp = ct.UnsafeRegister(static (w, t) => ((Waiter)w!).GiveUp(t), waiter);
            wheel.Add(waiter);
            await waiter.Task;
        }
    }

    private sealed class Waiter(Func<Instant> instant, bool moves) : WheelItem
    {
        // What follows the wait runs there and then, as a start does: another way through the pool's queue would come after all
        // that is released at the same instant.
        private readonly TaskCompletionSource _done = new();

        internal Task Task => _done.Task;

        internal override bool Moves => moves;

        internal override Instant Replan() => moves && !_done.Task.IsCompleted ? instant() : ReleaseAt;

        public override void Execute() => _done.TrySetResult();

        // Whoever cancels is not to run what follows the wait.
        internal void GiveUp(CancellationToken ct) =>
            ThreadPool.UnsafeQueueUserWorkItem(static g => g.Waiter._done.TrySetCanceled(g.Token), (Waiter: this, Token: ct), preferLocal: false);
    }
}

/// <summary>The end of a wait.</summary>
/// <param name="Planned">The instant waited for, as it was known at the end.</param>
/// <param name="Now">The clock at the end: not before <paramref name="Planned"/>.</param>
/// <param name="Timestamp">The same as a timestamp of the time provider, which a lease is held against.</param>
internal readonly record struct Reached(Instant Planned, Instant Now, long Timestamp);
