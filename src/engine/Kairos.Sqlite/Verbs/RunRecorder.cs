using Kairos.Jobs;
using Kairos.Sqlite.Connections;
using Kairos.Time;

namespace Kairos.Sqlite.Verbs;

/// <summary>Writes the record: one row for each (job, due, attempt).</summary>
internal sealed class RunRecorder(Statements statements)
{
    private readonly Statement _insert = statements.Named("run_insert");
    private readonly Statement _last = statements.Named("run_last_attempt");
    private readonly Statement _stands = statements.Named("run_stands");

    /// <summary>
    /// Records a run. A number that is taken gives way to the next free one: an occurrence that is planned again after
    /// an edit may be skipped or cancelled again, each time as attempt 0.
    /// </summary>
    public void Record(RunView run)
    {
        _insert.Bind(1, run.Job);
        _insert.Bind(2, run.Due);
        _insert.Bind(3, run.Attempt);
        _insert.Bind(4, run.Fence);
        _insert.Bind(5, run.At);
        _insert.Bind(6, run.Started);
        _insert.Bind(7, run.Ended);
        _insert.Bind(8, (int)run.Outcome);
        _insert.BindName(9, run.Owner);
        _insert.BindName(10, run.Kind);
        _insert.BindName(11, run.Key);
        _insert.BindProse(12, run.Reason);
        _insert.Bind(13, run.Notes.Span);
        if (_insert.Execute() == 0)
        {
            _insert.Bind(3, LastAttempt(run.Job, run.Due) + 1);
            _ = _insert.Execute();
        }
    }

    /// <summary>The highest attempt in the record of an occurrence, 0 when there is none.</summary>
    public int LastAttempt(JobId job, Instant due)
    {
        _last.Bind(1, job);
        _last.Bind(2, due);
        _ = _last.Step();
        int last = _last.Int(0);
        _last.Reset();
        return last;
    }

    /// <summary>This very run is in the record, under whatever number it was given.</summary>
    public bool Stands(RunView run)
    {
        _stands.Bind(1, run.Job);
        _stands.Bind(2, run.Due);
        _stands.Bind(3, run.Fence);
        _stands.Bind(4, (int)run.Outcome);
        _stands.Bind(5, run.Ended);
        bool stands = _stands.Step();
        _stands.Reset();
        return stands;
    }
}
