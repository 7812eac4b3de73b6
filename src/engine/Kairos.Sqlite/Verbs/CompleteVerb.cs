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

        if (Read(completion.Run) is { } row)
        {
            return EndChanged(completion, row, now);
        }

        repeated = !completion.NoRun && runs.Stands(completion.Run);
        return repeated ? CompletionAnswer.Committed : CompletionAnswer.Refused;
    }

    /// <summary>The row was edited, or its end was asked for, since it was armed.</summary>
    private CompletionAnswer EndChanged(Completion completion, ChangedRow row, Instant now)
    {
        RunView run = completion.Run;
        Record(completion);
        if (!row.EndWanted)
        {
            _moved.Bind(1, run.Job);
            _moved.Bind(2, completion.NoRun ? 1 : 0);
            _ = _moved.Execute();
            return CompletionAnswer.Committed;
        }

        _deleteAny.Bind(1, run.Job);
        _ = _deleteAny.Execute();
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

    private static (Instant Due, Instant At)? LeftOpen(Completion completion, ChangedRow row)
    {
        RunView run = completion.Run;
        if (row.Version == completion.Version)
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
        _next.Bind(8, completion.NoRun && next.Due == completion.Run.Due ? 1 : 0);
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

    private ChangedRow? Read(RunView run)
    {
        _read.Bind(1, run.Job);
        _read.Bind(2, run.Fence);
        if (!_read.Step())
        {
            return null;
        }

        ChangedRow row = new(_read.Int(0), _read.Flag(1), _read.Instant(2), _read.Instant(3));
        _read.Reset();
        return row;
    }

    private static void BindGuard(Statement statement, Completion completion)
    {
        statement.Bind(1, completion.Run.Job);
        statement.Bind(2, completion.Run.Fence);
        statement.Bind(3, completion.Version);
    }

    private readonly record struct ChangedRow(int Version, bool EndWanted, Instant Due, Instant At);
}
