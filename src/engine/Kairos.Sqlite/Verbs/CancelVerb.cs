using Kairos.Jobs;
using Kairos.Sqlite.Connections;
using Kairos.Time;

namespace Kairos.Sqlite.Verbs;

/// <summary>Takes jobs back for their owner.</summary>
internal sealed class CancelVerb(Statements statements, RunRecorder runs)
{
    private readonly Statement _read = statements.Named("cancel_read");
    private readonly Statement _delete = statements.Named("job_delete");
    private readonly Statement _endAfterRun = statements.Named("end_after_run");

    public CancelAnswer Cancel(string owner, JobId id, long? withdrawn, Instant now)
    {
        _read.Bind(1, id);
        _read.BindName(2, owner);
        if (!_read.Step())
        {
            return CancelAnswer.NotFound;
        }

        bool held = _read.Flag(0);
        long fence = _read.Long(1);
        bool settled = _read.Flag(6);
        RunView run = new()
        {
            Job = id,
            Due = _read.Instant(2),
            Attempt = 0,
            Fence = fence,
            At = _read.Instant(3),
            Ended = now,
            Outcome = OutcomeCode.Cancelled,
            Owner = owner,
            Kind = _read.Text(4),
            Key = _read.MaybeText(5),
        };
        _read.Reset();
        if (held && withdrawn != fence)
        {
            return CancelAnswer.Pending;
        }

        _delete.Bind(1, id);
        _ = _delete.Execute();
        if (!settled)
        {
            runs.Record(run);
        }

        return CancelAnswer.Applied;
    }

    public bool EndAfterRun(string owner, JobId id)
    {
        _endAfterRun.Bind(1, id);
        _endAfterRun.BindName(2, owner);
        return _endAfterRun.Execute() > 0;
    }
}
