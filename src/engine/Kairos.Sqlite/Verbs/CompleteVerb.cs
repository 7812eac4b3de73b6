using Kairos.Jobs;
using Kairos.Sqlite.Connections;
using Kairos.Sqlite.Writing;
using Kairos.Stores;
using Kairos.Stores.Rows;
using Kairos.Time;

namespace Kairos.Sqlite.Verbs;

/// <summary>Ends attempts: record, next occurrence and follow-ups, guarded by (id, fence).</summary>
internal sealed class CompleteVerb(Statements statements, RunRecorder runs, WriterSession session)
{
    private readonly Statement _delete = statements.Named("complete_delete");
    private readonly Statement _next = statements.Named("complete_next");

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
        if (completion.Next is { } next ? Plan(completion, next) : Delete(completion))
        {
            Record(completion);
            return CompletionAnswer.Committed;
        }

        (CompletionAnswer answer, repeated) = Ended.Result(session.Ends.EndChangedAsync(completion, now));
        return answer;
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
        _next.Bind(8, RunEnds.KeepsLosses(completion, next) ? 1 : 0);
        _next.Bind(9, RunEnds.RunsToCount(completion, next));
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

    private static void BindGuard(Statement statement, Completion completion)
    {
        statement.Bind(1, completion.Run.Job);
        statement.Bind(2, completion.Run.Fence);
        statement.Bind(3, completion.Version);
    }
}
