using Kairos.Handlers;
using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Rules;

namespace Kairos.Dispatch.Planning;

/// <summary>From how an attempt ended to what is committed: the record, what follows for the job, the jobs it plans.</summary>
internal sealed class Planner(EngineClock clock, KindRegistry kinds)
{
    internal Completion Plan(Finished finished)
    {
        if (finished.Instead is { } instead)
        {
            return instead;
        }

        (Armed armed, Outcome outcome) = (finished.Armed, finished.Outcome);
        ArmedRow row = armed.Row;
        int attempt = row.Attempt + 1;
        Ending ending = EndingOf(finished, attempt);
        if (!TryPrepareFollowUps(outcome, out List<NewJob> followUps, out string? fault))
        {
            ending = new Ending(OutcomeCode.Failed, $"A follow-up job can't be submitted: {fault}", null);
        }

        (NextStart? next, RunView? skipped) = ending.PutOff is { } putOff
            ? (new NextStart(row.Due, putOff, attempt, ending.Reason), null)
            : outcome.EndsJob ? (null, null) : NextOccurrence(row, ending.Code == OutcomeCode.Skipped ? row.Ran : row.Ran + 1, finished.Ended);
        return new Completion
        {
            Run = RecordOf(finished, attempt, ending),
            Version = row.Version,
            Place = armed.Place,
            Next = next,
            Skipped = skipped,
            FollowUps = followUps,
        };
    }

    // All or none.
    private bool TryPrepareFollowUps(Outcome outcome, out List<NewJob> followUps, out string? fault)
    {
        (followUps, fault) = ([], null);
        foreach (JobRequest request in outcome.FollowUps.IsDefault ? [] : outcome.FollowUps)
        {
            if (!Submission.TryPrepare(request, kinds, clock.Now, out NewJob? followUp, out fault))
            {
                followUps.Clear();
                return false;
            }

            followUps.Add(followUp);
        }

        return true;
    }

    /// <summary>For an occurrence whose end stands in the record already: only what follows is planned.</summary>
    internal static Completion PlanSettled(ArmedRow row, Instant now)
    {
        (NextStart? next, RunView? skipped) = NextOrEnd(row, now);
        return Unstarted.Completion(row, now, next, skipped);
    }

    // A trigger that can't be read here ends this job, with a word in the record; it must not stop the claims of all others.
    private static (NextStart? Next, RunView? Skipped) NextOrEnd(ArmedRow row, Instant now)
    {
        try
        {
            // Its end counts among those that ran already.
            return NextOccurrence(row, row.Ran, now);
        }
        catch (Exception e)
        {
            return (null, Unstarted.Skipped(row, row.Due, now, $"What follows can't be planned: {e.Message}"));
        }
    }

    /// <summary>Ends the attempt as failed and the job with it.</summary>
    internal static Completion PlanLast(Finished finished, string reason) => new()
    {
        Run = RecordOf(finished, finished.Armed.Row.Attempt + 1, new Ending(OutcomeCode.Failed, reason, null)),
        Version = finished.Armed.Row.Version,
    };

    private static RunView RecordOf(Finished finished, int attempt, Ending ending)
    {
        Armed armed = finished.Armed;
        return new RunView
        {
            Job = armed.Row.Id,
            Due = armed.Row.Due,
            Attempt = attempt,
            Fence = armed.Row.Fence,
            At = armed.Pass?.Slot ?? armed.Row.At,
            Started = armed.Pass?.Passed ?? armed.StartedAt,
            Ended = finished.Ended,
            Outcome = ending.Code,
            Owner = armed.Row.Owner,
            Kind = armed.Row.Kind,
            Key = armed.Row.Key,
            Reason = Unstarted.Cut(ending.Reason),
            Notes = armed.Context.Notes,
        };
    }

    private static Ending EndingOf(Finished finished, int attempt) => finished.Outcome switch
    {
        Outcome.Succeeded o => new Ending(OutcomeCode.Succeeded, o.Reason, null),
        Outcome.Failed o when finished.IsAbandoned && finished.Armed.IsGateMarked => new Ending(OutcomeCode.Unknown, o.Reason, null),
        Outcome.Failed o => new Ending(OutcomeCode.Failed, o.Reason, null),
        Outcome.NeedsHuman o => new Ending(OutcomeCode.NeedsHuman, o.Reason, null),
        Outcome.Cancelled o => new Ending(OutcomeCode.Cancelled, o.Reason, null),
        Outcome.Skipped o => new Ending(OutcomeCode.Skipped, o.Reason, null),

        // What lies behind a gate runs at most once, whatever the handler asks for.
        Outcome.Retry o when finished.Armed.IsGateMarked => new Ending(OutcomeCode.Unknown, $"Not repeated, its gate was passed: {o.Reason}", null),
        Outcome.Snooze o when finished.Armed.IsGateMarked => new Ending(OutcomeCode.Unknown, $"Not repeated, its gate was passed. {o.Reason}", null),
        Outcome.Snooze o => new Ending(OutcomeCode.Snoozed, o.Reason, Later(finished.Ended, o.After)),
        Outcome.Retry o => RetryOf(finished, o, attempt),
        _ => throw new InvalidOperationException("An outcome outside the closed set."),
    };

    private static Ending RetryOf(Finished finished, Outcome.Retry outcome, int attempt)
    {
        RetryPolicy policy = finished.Armed.Kind.Options.Retry;
        int most = finished.Armed.Row.MaxAttempts ?? policy.MaxAttempts;
        if (attempt >= most)
        {
            return new Ending(OutcomeCode.Failed, $"Attempt {attempt} of {most}: {outcome.Reason}", null);
        }

        Instant again = Later(finished.Ended, outcome.After ?? policy.DelayAfter(attempt, Random.Shared.NextDouble()));
        return TriggerOf(finished.Armed.Row) is { } trigger and not PollTrigger && Missed.Next(trigger, new TriggerState(finished.Armed.Row.Due, finished.Ended, finished.Armed.Row.Ran + 1)) is { } due && again >= due
            ? new Ending(OutcomeCode.Failed, $"The next occurrence is due before another attempt: {outcome.Reason}", null)
            : new Ending(OutcomeCode.Retry, outcome.Reason, again);
    }

    private static (NextStart? Next, RunView? Skipped) NextOccurrence(ArmedRow row, int ran, Instant ended)
    {
        TriggerState state = new(row.Due, ended, ran);
        if (TriggerOf(row) is not { } trigger || Missed.Next(trigger, state) is not { } due)
        {
            return (null, null);
        }

        Instant at = trigger.StartOf(due);
        if (Missed.Limit(trigger.Conditions.Misfire, ended) is not { } limit || at > limit)
        {
            return (new NextStart(due, at, 0), null);
        }

        Missed missed = Missed.From(trigger, state, due, limit);
        RunView skipped = Unstarted.Skipped(row, due, ended, $"{missed.Subject} went by before the one before {(missed.Count == 1 ? "it" : "them")} had ended.");
        return (Missed.StartOf(trigger, missed.Following), skipped);
    }

    private static Trigger? TriggerOf(ArmedRow row) => row.Trigger is null ? null : TriggerJson.Read(row.Trigger);

    // Not before now, and not beyond what stores can keep.
    private static Instant Later(Instant now, TimeSpan by)
    {
        Instant then = by > TimeSpan.Zero ? now + by : now;
        return then < Instant.Max ? then : Instant.Max;
    }

    private sealed record Ending(OutcomeCode Code, string? Reason, Instant? PutOff);
}
