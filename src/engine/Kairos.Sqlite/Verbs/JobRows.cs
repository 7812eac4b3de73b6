using Kairos.Jobs;
using Kairos.Sqlite.Connections;
using Kairos.Stores;
using Kairos.Stores.Rows;
using Kairos.Time;

namespace Kairos.Sqlite.Verbs;

/// <summary>Rows of jobs in SQLite. Between a reading and a change nothing comes: one thread writes, and every call has ended when it returns.</summary>
internal sealed class JobRows(Statements statements, RunRecorder runs) : IJobRows
{
    private readonly Statement _read = statements.Named("change_read");
    private readonly Statement _delete = statements.Named("job_delete");
    private readonly Statement _want = statements.Named("want");
    private readonly Statement _release = statements.Named("release");
    private readonly Statement _pause = statements.Named("pause");
    private readonly Statement _resume = statements.Named("resume");
    private readonly Statement _content = statements.Named("edit_content");
    private readonly Statement _plan = statements.Named("edit_plan");
    private readonly Statement _runNow = statements.Named("run_now");
    private readonly Statement _lastDue = statements.Named("run_last_due");
    private readonly Statement _readHeld = statements.Named("complete_read");
    private readonly Statement _moved = statements.Named("complete_moved");
    private readonly Statement _edited = statements.Named("complete_edited");

    public ValueTask<Standing?> ReadAsync(string owner, JobId id)
    {
        _read.Bind(1, id);
        _read.BindName(2, owner);
        if (!_read.Step())
        {
            return default;
        }

        Standing job = new()
        {
            Held = _read.Flag(0),
            Fence = _read.Long(1),
            Version = _read.Int(2),
            State = (JobState)_read.Int(3),
            Want = (Want)_read.Int(4),
            Due = _read.Instant(5),
            At = _read.Instant(6),
            Attempt = _read.Int(7),
            Settle = _read.Flag(8),
            Kind = _read.Text(9),
            Key = _read.MaybeText(10),
        };
        _read.Reset();
        return new(job);
    }

    public ValueTask DeleteAsync(JobId id)
    {
        _delete.Bind(1, id);
        return Changed(_delete);
    }

    public ValueTask WantAsync(Hold hold, Want want)
    {
        BindHold(_want, hold);
        _want.Bind(3, (int)want);
        return Changed(_want);
    }

    public ValueTask AskHolderAsync(Hold hold, AskKind ask) => default;

    public ValueTask<Hold> ReleaseAsync(Hold hold)
    {
        BindHold(_release, hold);
        Count(_release);
        return new(hold);
    }

    public ValueTask PauseAsync(Hold hold)
    {
        BindHold(_pause, hold);
        return Changed(_pause);
    }

    public ValueTask<bool> ResumeAsync(JobId id, ResumePlan read, NextStart next)
    {
        _resume.Bind(1, id);
        _resume.Bind(2, read.Version);
        _resume.Bind(3, read.Due);
        _resume.Bind(4, next.Due);
        _resume.Bind(5, next.At);
        return new(_resume.Execute() > 0);
    }

    public ValueTask EditContentAsync(Hold hold, JobChange change)
    {
        BindHold(_content, hold);
        if (change.Payload is { } payload)
        {
            _content.Bind(3, payload.Span);
        }
        else
        {
            _content.Bind(3, (long?)null);
        }

        _content.Bind(4, change.Priority);
        _content.Bind(5, change.MaxAttempts);
        return Changed(_content);
    }

    public ValueTask EditPlanAsync(Hold hold, NewPlan plan)
    {
        BindHold(_plan, hold);
        _plan.Bind(3, plan.Due);
        _plan.Bind(4, plan.At);
        _plan.BindName(5, plan.Trigger);
        return Changed(_plan);
    }

    public ValueTask RunNowAsync(Hold hold, Instant due, Instant at)
    {
        BindHold(_runNow, hold);
        _runNow.Bind(3, due);
        _runNow.Bind(4, at);
        return Changed(_runNow);
    }

    public ValueTask<Instant?> LastDueAsync(JobId id)
    {
        _lastDue.Bind(1, id);
        _ = _lastDue.Step();
        Instant? last = _lastDue.MaybeInstant(0);
        _lastDue.Reset();
        return new(last);
    }

    public ValueTask<HeldRow?> ReadHeldAsync(Hold hold)
    {
        BindHold(_readHeld, hold);
        if (!_readHeld.Step())
        {
            return default;
        }

        HeldRow row = new(_readHeld.Int(0), (Want)_readHeld.Int(1), _readHeld.Instant(2), _readHeld.Instant(3), _readHeld.MaybeInstant(4));
        _readHeld.Reset();
        return new(row);
    }

    public ValueTask FollowOwnPlanAsync(Hold hold, bool keepLosses)
    {
        BindHold(_moved, hold);
        _moved.Bind(3, keepLosses ? 1 : 0);
        return Changed(_moved);
    }

    public ValueTask PlanNextAsync(Hold hold, NextStart next, bool keepLosses, int ran)
    {
        BindHold(_edited, hold);
        _edited.Bind(3, next.Due);
        _edited.Bind(4, next.At);
        _edited.Bind(5, next.Attempt);
        _edited.BindProse(6, next.Reason);
        _edited.Bind(7, keepLosses ? 1 : 0);
        _edited.Bind(8, ran);
        return Changed(_edited);
    }

    public ValueTask<bool> StandsAsync(RunView run) => new(runs.Stands(run));

    public ValueTask RecordAsync(RunView run)
    {
        runs.Record(run);
        return default;
    }

    private static void BindHold(Statement statement, Hold hold)
    {
        statement.Bind(1, hold.Id);
        statement.Bind(2, hold.Fence);
    }

    private static ValueTask Changed(Statement statement)
    {
        Count(statement);
        return default;
    }

    // Each change counts its rows: what was read a moment ago on this thread is there.
    private static void Count(Statement statement)
    {
        if (statement.Execute() != 1)
        {
            throw new InvalidOperationException("A change of one job touched none or several rows: its statement does not fit what was read.");
        }
    }
}
