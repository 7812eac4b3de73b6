using Kairos.Jobs;
using Kairos.Sqlite.Connections;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Sqlite.Verbs;

/// <summary>Settles what earlier processes held when they ended.</summary>
internal sealed class TakeOverVerb(Statements statements, RunRecorder runs)
{
    private const string LostReason = "its process ended while it held this job: whether it had started is not known";
    private const string UnknownReason = "its process ended after the gate: whether the effect happened is not known";
    private const string BuriedReason = "it took its process with it three times";
    private const string CancelledReason = "its owner had asked for its end when its process ended";

    private readonly Statement _read = statements.Named("take_over_read");
    private readonly Statement _free = statements.Named("take_over_free");
    private readonly Statement _delete = statements.Named("job_delete");

    public TakeOver Settle(Instant now)
    {
        TakeOver total = new(0, 0, 0, 0, 0);
        foreach (LeftBehind row in Read())
        {
            OutcomeCode? ending = row.Ending(now);
            if (ending is { } outcome)
            {
                runs.Record(Attempt(row, outcome, now));
            }

            total = ending switch
            {
                OutcomeCode.Unknown => EndUnknown(row, total),
                OutcomeCode.Buried => Bury(row, total),
                _ => StartAgain(row, ending is not null, now, total),
            };
        }

        return total;
    }

    private TakeOver EndUnknown(LeftBehind row, TakeOver total)
    {
        if (row.Moved && !row.EndWanted)
        {
            FollowOwnPlan(row, row.Lost);
        }
        else if (row.Repeats && !row.EndWanted)
        {
            // Its next due is the engine's to compute: it is handed out once more, at once, for that alone.
            Free(row, row.Due, row.Attempt + 1, row.Lost, settle: true, "unknown", ran: 1);
        }
        else
        {
            Delete(row);
        }

        return total with { Unknown = total.Unknown + 1 };
    }

    private TakeOver Bury(LeftBehind row, TakeOver total)
    {
        if (row.Moved && !row.EndWanted)
        {
            // The content that was buried is not the one that stands: it gets its own chance, its start marked.
            FollowOwnPlan(row, lost: 1);
        }
        else
        {
            Delete(row);
        }

        return total with { Buried = total.Buried + 1 };
    }

    private TakeOver StartAgain(LeftBehind row, bool lost, Instant now, TakeOver total)
    {
        if (row.EndWanted)
        {
            Delete(row);
            if (!row.Settle)
            {
                runs.Record(Attempt(row, OutcomeCode.Cancelled, now) with { Due = row.OwnDue, At = row.OwnAt, Attempt = 0 });
            }

            return total with { Cancelled = total.Cancelled + 1 };
        }

        int losses = lost ? row.Lost + 1 : row.Lost;
        if (row.Moved)
        {
            FollowOwnPlan(row, losses);
        }
        else
        {
            Free(row, row.At, lost ? row.Attempt + 1 : row.Attempt, losses, row.Settle, row.Reason);
        }

        return total with { Released = total.Released + 1, Lost = total.Lost + (lost ? 1 : 0) };
    }

    private void FollowOwnPlan(LeftBehind row, int lost) =>
        Free(row, row.OwnAt, runs.LastAttempt(row.Id, row.OwnDue), lost, settle: false, row.Reason);

    private void Free(LeftBehind row, Instant at, int attempt, int lost, bool settle, string? reason, int ran = 0)
    {
        _free.Bind(1, row.Id);
        _free.Bind(2, at);
        _free.Bind(3, attempt);
        _free.Bind(4, lost);
        _free.Bind(5, settle ? 1 : 0);
        _free.BindProse(6, reason);
        _free.Bind(7, ran);
        _ = _free.Execute();
    }

    private void Delete(LeftBehind row)
    {
        _delete.Bind(1, row.Id);
        _ = _delete.Execute();
    }

    private static RunView Attempt(LeftBehind row, OutcomeCode outcome, Instant now) => new()
    {
        Job = row.Id,
        Due = row.Due,
        Attempt = row.Attempt + 1,
        Fence = row.Fence,
        At = outcome == OutcomeCode.Unknown ? row.MarkAt ?? row.At : row.At,
        Ended = now,
        Outcome = outcome,
        Owner = row.Owner,
        Kind = row.Kind,
        Key = row.Key,
        Reason = outcome switch
        {
            OutcomeCode.Unknown => UnknownReason,
            OutcomeCode.Buried => BuriedReason,
            OutcomeCode.Cancelled => CancelledReason,
            _ => LostReason,
        },
    };

    private List<LeftBehind> Read()
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
            });
        }

        return rows;
    }
}
