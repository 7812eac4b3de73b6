using Kairos.Sqlite.Connections;
using Kairos.Stores;
using Kairos.Stores.Rows;
using Kairos.Time;

namespace Kairos.Sqlite.Verbs;

/// <summary>Settles what earlier processes held when they ended.</summary>
internal sealed class TakeOverVerb(Statements statements, RunRecorder runs)
{
    private readonly Statement _read = statements.Named("take_over_read");
    private readonly Statement _latest = statements.Named("run_latest");
    private readonly Statement _free = statements.Named("take_over_free");
    private readonly Statement _delete = statements.Named("job_delete");

    public TakeOver Settle(Instant now)
    {
        TakeOver total = TakeOver.Nothing;
        foreach (LeftBehind row in Read(Latest()))
        {
            Settlement settled = Settlement.Of(row, now);
            if (settled.Run is { } run)
            {
                runs.Record(run);
            }

            if (settled.Free is { } free)
            {
                Free(row, free);
            }
            else
            {
                _delete.Bind(1, row.Id);
                _ = _delete.Execute();
            }

            if (settled.Cancelled is { } cancelled)
            {
                runs.Record(cancelled);
            }

            total += settled.Count;
        }

        return total;
    }

    private void Free(LeftBehind row, FreedRow free)
    {
        _free.Bind(1, row.Id);
        _free.Bind(2, free.At);
        _free.Bind(3, free.Attempt ?? runs.LastAttempt(row.Id, row.OwnDue));
        _free.Bind(4, free.Lost);
        _free.Bind(5, free.Settle ? 1 : 0);
        _free.BindProse(6, free.Reason);
        _free.Bind(7, free.Ran);
        _ = _free.Execute();
    }

    private Instant? Latest()
    {
        _ = _latest.Step();
        Instant? latest = _latest.MaybeInstant(0);
        _latest.Reset();
        return latest;
    }

    private List<LeftBehind> Read(Instant? reached)
    {
        List<LeftBehind> rows = [];
        while (_read.Step())
        {
            rows.Add(new LeftBehind
            {
                Id = _read.Id(0),
                Owner = _read.Text(1),
                Kind = _read.Text(2),
                Key = _read.MaybeText(3),
                Due = _read.Instant(4),
                At = _read.Instant(5),
                Moved = _read.Flag(6),
                Fence = _read.Long(7),
                Attempt = _read.Int(8),
                Lost = _read.Int(9),
                Settle = _read.Flag(10),
                MarkKind = (MarkKind)_read.Int(11),
                MarkAt = _read.MaybeInstant(12),
                EndWanted = _read.Flag(13),
                Repeats = _read.Flag(14),
                OwnDue = _read.Instant(15),
                OwnAt = _read.Instant(16),
                Reason = _read.MaybeText(17),
                Reached = reached,
            });
        }

        return rows;
    }
}
