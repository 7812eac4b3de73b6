using Kairos.Jobs;
using Kairos.Sqlite.Connections;
using Kairos.Sqlite.Writing;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Sqlite.Verbs;

/// <summary>Ends attempts: record, next occurrence and follow-ups, guarded by (id, fence).</summary>
internal sealed class CompleteVerb(Statements statements, RunRecorder runs, WriterSession session)
{
    private const string EndedByOwner = "its owner asked for its end";

    private readonly Statement _delete = statements.Named("complete_delete");
    private readonly Statement _next = statements.Named("complete_next");
    private readonly Statement _read = statements.Named("complete_read");
    private readonly Statement _edited = statements.Named("complete_edited");
    private readonly Statement _moved = statements.Named("complete_moved");
    private readonly Statement _deleteAny = statements.Named("job_delete");

    public IReadOnlyList<CompletionAnswer> Complete(IReadOnlyList<Completion> completions, Instant now)
    {
        CompletionAnswer[] answers = new CompletionAnswer[completions.Count];
        for (int i = 0; i < answers.Length; i++)
        {
            // A savepoint costs as much as the rest of a plain completion: only what may be refused halfway has one,
            // and everything once a group has failed for its content.
            answers[i] = completions[i].FollowUps.Count == 0 && !session.Alone
                ? End(completions[i], now, out _)
                : EndOrUndo(completions[i], now);
        }

        return answers;
    }

    private CompletionAnswer EndOrUndo(Completion completion, Instant now)
    {
        session.Savepoint();
        bool storable = true;
        CompletionAnswer answer = CompletionAnswer.Refused;
        try
        {
            answer = End(completion, now, out bool repeated);
            storable = answer != CompletionAnswer.Committed || repeated || Follow(completion, now);
        }
        catch (Exception e) when (SqliteErrors.IsContent(e))
        {
            storable = false;
        }

        if (!storable)
        {
            session.RollbackToSavepoint();
        }

        session.ReleaseSavepoint();
        return storable ? answer : CompletionAnswer.Unstorable;
    }

    /// <summary>Submits the follow-ups; false when one is refused.</summary>
    private bool Follow(Completion completion, Instant now)
    {
        foreach (NewJob followUp in completion.FollowUps)
        {
            if (!session.Submit.Submit(followUp, now).Accepted)
            {
                return false;
            }
        }

        return true;
    }

    // Repeated: it stands already, and its follow-ups with it, which may have run and gone since.
    private CompletionAnswer End(Completion completion, Instant now, out bool repeated)
    {
        repeated = false;
        bool plain = completion.Next is { } next ? Plan(completion, next) : Delete(completion);
        if (plain)
        {
            Record(completion);
            return CompletionAnswer.Committed;
        }

        if (Read(completion) is { } row)
        {
            return EndChanged(completion, row, now);
        }

        repeated = !completion.NoRun && runs.Stands(completion.Run);
        return repeated ? CompletionAnswer.Committed : CompletionAnswer.Refused;
    }

    /// <summary>The row was edited, or its end or a pause was asked for, since it was armed.</summary>
    private CompletionAnswer EndChanged(Completion completion, ChangedRow row, Instant now)
    {
        RunView run = completion.Run;
        Record(completion);
        if (!row.EndWanted && (row.Moved || completion.Next is not null))
        {
            GoOn(completion, row);
            return CompletionAnswer.Committed;
        }

        _deleteAny.Bind(1, run.Job);
        StandingJobs.Changed(_deleteAny.Execute());
        if (!row.EndWanted)
        {
            return CompletionAnswer.Committed;
        }

        // An occurrence that would have gone on ends here, and the record says how.
        if (LeftOpen(completion, row) is { } left)
        {
            runs.Record(run with
            {
                Due = left.Due,
                At = left.At,
                Attempt = 0,
                Started = null,
                Ended = now,
                Outcome = OutcomeCode.Cancelled,
                Reason = EndedByOwner,
                Notes = default,
            });
        }

        return CompletionAnswer.Committed;
    }

    private void GoOn(Completion completion, ChangedRow row)
    {
        if (row.Moved)
        {
            _moved.Bind(1, completion.Run.Job);
            _moved.Bind(2, completion.Run.Fence);
            _moved.Bind(3, completion.NoRun ? 1 : 0);
            StandingJobs.Changed(_moved.Execute());
            return;
        }

        NextStart next = completion.Next!;
        _edited.Bind(1, completion.Run.Job);
        _edited.Bind(2, completion.Run.Fence);
        _edited.Bind(3, next.Due);
        _edited.Bind(4, next.At);
        _edited.Bind(5, next.Attempt);
        _edited.BindProse(6, next.Reason);
        _edited.Bind(7, KeepsLosses(completion, next) ? 1 : 0);
        _edited.Bind(8, RunsToCount(completion, next));
        StandingJobs.Changed(_edited.Execute());
    }

    private static bool KeepsLosses(Completion completion, NextStart next) => completion.NoRun && next.Due == completion.Run.Due;

    /// <summary>1 where an occurrence has ended by a run: not for one that goes on, nor for one that was never started.</summary>
    private static int RunsToCount(Completion completion, NextStart next)
    {
        bool ran = completion.Run.Outcome is OutcomeCode.Succeeded or OutcomeCode.Failed or OutcomeCode.NeedsHuman or OutcomeCode.Cancelled or OutcomeCode.Unknown;
        return ran && !completion.NoRun && next.Due != completion.Run.Due ? 1 : 0;
    }

    private static (Instant Due, Instant At)? LeftOpen(Completion completion, ChangedRow row)
    {
        RunView run = completion.Run;
        if (!row.Moved)
        {
            return completion.Next is { } next && next.Due == run.Due ? (next.Due, next.At) : null;
        }

        bool ended = row.Due == run.Due && !completion.NoRun && run.Outcome is not (OutcomeCode.Retry or OutcomeCode.Snoozed);
        return ended ? null : (row.Due, row.At);
    }

    private bool Delete(Completion completion)
    {
        BindGuard(_delete, completion);
        return _delete.Execute() > 0;
    }

    private bool Plan(Completion completion, NextStart next)
    {
        BindGuard(_next, completion);
        _next.Bind(4, next.Due);
        _next.Bind(5, next.At);
        _next.Bind(6, next.Attempt);
        _next.BindProse(7, next.Reason);
        _next.Bind(8, KeepsLosses(completion, next) ? 1 : 0);
        _next.Bind(9, RunsToCount(completion, next));
        return _next.Execute() > 0;
    }

    private void Record(Completion completion)
    {
        if (completion.Skipped is { } skipped)
        {
            runs.Record(skipped);
        }

        if (!completion.NoRun)
        {
            runs.Record(completion.Run);
        }
    }

    private ChangedRow? Read(Completion completion)
    {
        _read.Bind(1, completion.Run.Job);
        _read.Bind(2, completion.Run.Fence);
        if (!_read.Step())
        {
            return null;
        }

        Instant due = _read.Instant(2);
        Instant ran = completion.Run.Due;
        // Moved since the claim; but a plan that was moved before the row came into memory is the one that was run.
        bool moved = _read.Int(0) != completion.Version && _read.MaybeInstant(4) is { } claimed && (ran == claimed || ran != due);
        ChangedRow row = new(moved, (Want)_read.Int(1) == Want.End, due, _read.Instant(3));
        _read.Reset();
        return row;
    }

    private static void BindGuard(Statement statement, Completion completion)
    {
        statement.Bind(1, completion.Run.Job);
        statement.Bind(2, completion.Run.Fence);
        statement.Bind(3, completion.Version);
    }

    private readonly record struct ChangedRow(bool Moved, bool EndWanted, Instant Due, Instant At);
}
