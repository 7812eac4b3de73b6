using Kairos.Events;
using Kairos.Handlers;
using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;
using Kairos.Triggers;

namespace Kairos.Dispatch;

/// <summary>Starts handlers and turns however they end into an outcome. Runs on the thread pool; no SQL before the start.</summary>
internal sealed class Runner(RunServices services, OverdueLane lane)
{
    private readonly Suspects _suspects = new(services);

    internal void Run(Armed armed)
    {
        Instant now = services.Clock.Look(out long timestamp);
        if (now < armed.ReleaseAt && armed.IsWaiting)
        {
            // The clock was stepped back between the release and here: not early by the clock as shown. It has been
            // waiting all along, so that a cancel or an edit still finds it so; from here on it waits on the wheel.
            Leave(armed);
            services.Wheel.Add(armed);
        }
        else if (armed.GoesAlone && armed.IsWaiting)
        {
            _ = StartInTurnAsync(armed);
        }
        else if (services.Lease.Holds(timestamp) || !armed.IsWaiting)
        {
            Start(armed, now);
        }
        else
        {
            _ = RunWhenHeldAsync(armed, now);
        }
    }

    // It waits as it is: a cancel or an edit finds it so, and so does whoever drops all that this node held.
    private async Task RunWhenHeldAsync(Armed armed, Instant now)
    {
        services.TellHeldBack(armed, now);
        await services.Lease.HeldAsync(CancellationToken.None);
        Run(armed);
    }

    // Returns when its instant has come and the lease holds.
    private async ValueTask<Instant> ReadyAsync(Armed armed, CancellationToken ct)
    {
        while (true)
        {
            Reached reached = await services.Waits.UntilAsync(armed.ReleaseAt, ct);
            if (services.Lease.Holds(reached.Timestamp))
            {
                return reached.Now;
            }

            services.TellHeldBack(armed, reached.Now);
            await services.Lease.HeldAsync(ct);
        }
    }

    private async Task StartInTurnAsync(Armed armed)
    {
        await _suspects.TurnAsync(armed);

        // In place, if our clock stepped back meanwhile: a second turn would come after its own first.
        Start(armed, await ReadyAsync(armed, CancellationToken.None));
    }

    private void Start(Armed armed, Instant now)
    {
        Completion? instead = armed.Judged is { } trigger ? Judge(armed, trigger, now) : null;
        if (!armed.IsWaiting || !armed.TryStart(now))
        {
            Leave(armed);
            return;
        }

        if (instead is not null)
        {
            PassOver(armed, instead, now);
            return;
        }

        if (armed.IsSuspect)
        {
            _ = RunMarkedAsync(armed);
            return;
        }

        Invoke(armed);
    }

    private Completion? Judge(Armed armed, Trigger trigger, Instant now)
    {
        try
        {
            return services.StartCheck.Instead(armed.Row, trigger, now);
        }
        catch (Exception e)
        {
            // Nothing of it may end the process, nor keep the job from starting.
            Log.NotJudged(services.Logger, armed.Row.Kind, armed.Row.Id, e);
            return null;
        }
    }

    private void PassOver(Armed armed, Completion instead, Instant now)
    {
        if (armed.TryFinish())
        {
            services.Completer.Add(new Finished(armed, Outcome.Success, now, IsAbandoned: false) { Instead = instead });
        }

        Leave(armed);
    }

    /// <summary>After a loss, a start is announced first: only a job that is lost again behind its announcement can be what ends processes.</summary>
    private async Task RunMarkedAsync(Armed armed)
    {
        try
        {
            using (armed.StandStill(services.Clock.Provider))
            {
                await services.Marker.MarkAsync(armed, new Mark(armed.Hold, MarkKind.Start, armed.Row.At), armed.Token);
            }

            services.Calls.Make(armed);
            using (armed.StandStill(services.Clock.Provider))
            {
                armed.StartedAt = await ReadyAsync(armed, armed.Token);
            }

            // After the lease, as at a gate.
            if (armed.IsLost)
            {
                throw new HoldLostException(armed.Row.Id);
            }
        }
        catch (Exception e)
        {
            // It has not begun, and is not recorded as if it had.
            armed.StartedAt = null;
            Finish(armed, OutcomeOf(armed, e));
            return;
        }

        if (armed.IsRunning)
        {
            _suspects.Begin(armed);
            Invoke(armed);
        }
        else
        {
            // Given up while its mark was on the way: its end is committed, so it is not to begin.
            armed.LetGo();
            Leave(armed);
        }
    }

    private void Invoke(Armed armed)
    {
        if (services.Events.IsHeard)
        {
            services.Events.Tell(new RunStarted(armed.StartedAt!.Value, armed.Row.Id, armed.Row.Fence, armed.Row.At));
        }

        if (armed.Call is not { } call)
        {
            Finish(armed, new Outcome.Failed(armed.Fault ?? "The payload could not be read."));
            return;
        }

        ValueTask<Outcome> run;
        try
        {
            run = call.Invoke(armed.Context, armed.Token);
        }
        catch (Exception e)
        {
            Finish(armed, OutcomeOf(armed, e));
            return;
        }

        if (run.IsCompletedSuccessfully)
        {
            Finish(armed, run.Result);
        }
        else
        {
            // Not before: most handlers of a burst end at once, and a reading of the clock is a tenth of their start.
            armed.WatchFrom(services.Clock.Provider.GetTimestamp());
            _ = FinishLaterAsync(armed, run);
        }
    }

    private async Task FinishLaterAsync(Armed armed, ValueTask<Outcome> run)
    {
        Outcome outcome;
        try
        {
            outcome = await run;
        }
        catch (Exception e)
        {
            outcome = OutcomeOf(armed, e);
        }

        Finish(armed, outcome);
    }

    private void Finish(Armed armed, Outcome? outcome)
    {
        outcome ??= armed.IsGateMarked
            ? new Outcome.Retry("The handler returned null instead of an outcome.")
            : new Outcome.Failed("The handler returned null instead of an outcome.");
        if (armed.TryFinish())
        {
            services.Completer.Add(new Finished(armed, outcome, services.Clock.Now, IsAbandoned: false));
        }
        else
        {
            // It was given up and its end committed without it; only now does nobody use what was made for it.
            armed.LetGo();
        }

        Leave(armed);
    }

    private void Leave(Armed armed)
    {
        if (armed.IsInLane)
        {
            armed.IsInLane = false;
            lane.Leave();
        }
    }

    private Outcome OutcomeOf(Armed armed, Exception e)
    {
        if (e is OperationCanceledException || (e is HoldLostException && armed.IsLost))
        {
            return armed.CancelReason switch
            {
                // Broken off behind its gate: what happened there is not known, whoever broke it off.
                not CancelReason.None when armed.IsGateMarked => new Outcome.Retry($"Broken off ({armed.CancelReason}) while it ran."),
                CancelReason.Owner => new Outcome.Cancelled("Cancelled by its owner while it ran."),
                CancelReason.Stop => new Outcome.Snooze(TimeSpan.Zero) { Reason = "The node stopped; it starts again elsewhere." },
                CancelReason.NodeLost => new Outcome.Snooze(TimeSpan.Zero) { Reason = "Its node was taken over; it starts again elsewhere." },
                CancelReason.Timeout => new Outcome.Retry($"Timed out after {armed.Kind.Options.Timeout}."),
                _ => new Outcome.Retry(e.Message),
            };
        }

        Log.HandlerFailed(services.Logger, armed.Row.Kind, armed.Row.Id, e);
        return new Outcome.Retry($"{e.GetType().Name}: {e.Message}");
    }
}
