using Kairos.Jobs;
using Kairos.Time;

namespace Kairos.Stores.Rows;

/// <summary>What becomes of a job's row when a run of it ends and the row is not as it was claimed. One meaning for every store.</summary>
internal sealed class RunEnds(IJobRows rows)
{
    private const string EndedByOwner = "its owner asked for its end";

    /// <summary>Ends a run after the plain way has found its row changed: edited, to be ended or paused, or gone.</summary>
    /// <returns>Repeated: it stands already, and its follow-ups with it, which may have run and gone since.</returns>
    public async ValueTask<(CompletionAnswer Answer, bool Repeated)> EndChangedAsync(Completion completion, Instant now)
    {
        Hold hold = new(completion.Run.Job, completion.Run.Fence);
        if (await rows.ReadHeldAsync(hold) is not { } row)
        {
            bool repeated = !completion.NoRun && await rows.StandsAsync(completion.Run);
            return (repeated ? CompletionAnswer.Committed : CompletionAnswer.Refused, repeated);
        }

        await RecordAsync(completion);
        bool moved = IsMoved(completion, row);
        if (row.Want != Want.End && (moved || completion.Next is not null))
        {
            await GoOnAsync(hold, completion, row, moved);
            return (CompletionAnswer.Committed, false);
        }

        await rows.DeleteAsync(hold.Id);
        if (row.Want == Want.End && LeftOpen(completion, row, moved) is { } left)
        {
            // An occurrence that would have gone on ends here, and the record says how.
            await rows.RecordAsync(Cancelled(completion.Run, left.Due, left.At, now));
        }

        return (CompletionAnswer.Committed, false);
    }

    /// <summary>What the end of a run adds to the record.</summary>
    public async ValueTask RecordAsync(Completion completion)
    {
        if (completion.Skipped is { } skipped)
        {
            await rows.RecordAsync(skipped);
        }

        if (!completion.NoRun)
        {
            await rows.RecordAsync(completion.Run);
        }
    }

    /// <summary>The losses stay counted: the same occurrence goes on without having run.</summary>
    public static bool KeepsLosses(Completion completion, NextStart next) => completion.NoRun && next.Due == completion.Run.Due;

    /// <summary>1 where an occurrence has ended by a run: not for one that goes on, nor for one that was never started.</summary>
    public static int RunsToCount(Completion completion, NextStart next)
    {
        bool ran = completion.Run.Outcome is OutcomeCode.Succeeded or OutcomeCode.Failed or OutcomeCode.NeedsHuman or OutcomeCode.Cancelled or OutcomeCode.Unknown;
        return ran && !completion.NoRun && next.Due != completion.Run.Due ? 1 : 0;
    }

    // Since the claim; but a plan that was moved before the row came into memory is the one that was run.
    private static bool IsMoved(Completion completion, HeldRow row) =>
        row.Version != completion.Version && row.ClaimedDue is { } claimed && (completion.Run.Due == claimed || completion.Run.Due != row.Due);

    private static (Instant Due, Instant At)? LeftOpen(Completion completion, HeldRow row, bool moved)
    {
        RunView run = completion.Run;
        if (!moved)
        {
            return completion.Next is { } next && next.Due == run.Due ? (next.Due, next.At) : null;
        }

        bool ended = row.Due == run.Due && !completion.NoRun && run.Outcome is not (OutcomeCode.Retry or OutcomeCode.Snoozed);
        return ended ? null : (row.Due, row.At);
    }

    private static RunView Cancelled(RunView run, Instant due, Instant at, Instant now) => run with
    {
        Due = due,
        At = at,
        Attempt = 0,
        Started = null,
        Ended = now,
        Outcome = OutcomeCode.Cancelled,
        Reason = EndedByOwner,
        Notes = default,
    };

    private ValueTask GoOnAsync(Hold hold, Completion completion, HeldRow row, bool moved)
    {
        if (moved)
        {
            return rows.FollowOwnPlanAsync(hold, completion.NoRun && row.Due == completion.Run.Due);
        }

        NextStart next = completion.Next!;
        return rows.PlanNextAsync(hold, next, KeepsLosses(completion, next), RunsToCount(completion, next));
    }
}
