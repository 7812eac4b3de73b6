using Kairos.Jobs;
using Kairos.Time;

namespace Kairos.Stores.Rows;

/// <summary>What becomes of a row that was held by a process that has ended. One meaning for every store.</summary>
internal readonly record struct Settlement
{
    private const string LostReason = "its process ended while it held this job: whether it had started is not known";
    private const string UnknownReason = "its process ended after the gate: whether the effect happened is not known";
    private const string BuriedReason = "it took its process with it three times";
    private const string CancelledReason = "its owner had asked for its end when its process ended";

    /// <summary>Recorded first.</summary>
    public RunView? Run { get; private init; }

    /// <summary>Recorded as well: the end of the occurrence that would have gone on.</summary>
    public RunView? Cancelled { get; private init; }

    /// <summary>How the row goes on, free again; null when it goes.</summary>
    public FreedRow? Free { get; private init; }

    /// <summary>This one row in the sum.</summary>
    public TakeOver Count { get; private init; }

    public static Settlement Of(LeftBehind row, Instant now)
    {
        OutcomeCode? ending = row.Ending(now);
        Settlement settled = ending switch
        {
            OutcomeCode.Unknown => new() { Free = AfterUnknown(row), Count = new TakeOver(0, 0, 1, 0, 0) },
            OutcomeCode.Buried => new() { Free = AfterBurial(row), Count = new TakeOver(0, 0, 0, 1, 0) },
            _ when row.EndWanted => new()
            {
                Cancelled = row.Settle ? null : Attempt(row, OutcomeCode.Cancelled, now) with { Due = row.OwnDue, At = row.OwnAt, Attempt = 0 },
                Count = new TakeOver(0, 0, 0, 0, 1),
            },
            _ => new() { Free = Again(row, ending is not null), Count = new TakeOver(1, ending is null ? 0 : 1, 0, 0, 0) },
        };
        return ending is { } outcome ? settled with { Run = Attempt(row, outcome, now) } : settled;
    }

    private static FreedRow? AfterUnknown(LeftBehind row)
    {
        if (row.EndWanted)
        {
            return null;
        }

        if (row.Moved)
        {
            return OwnPlan(row, OwnLosses(row, row.Lost));
        }

        // Its next due is the engine's to compute: it is handed out once more, at once, for that alone.
        return row.Repeats ? new FreedRow(row.Due, row.Attempt + 1, row.Lost, Settle: true, "unknown", Ran: 1) : null;
    }

    // The content that was buried is not the one that stands: it gets its own chance, its start marked.
    private static FreedRow? AfterBurial(LeftBehind row) => row.Moved && !row.EndWanted ? OwnPlan(row, lost: 1) : null;

    private static FreedRow Again(LeftBehind row, bool lost)
    {
        int losses = lost ? row.Lost + 1 : row.Lost;
        return row.Moved
            ? OwnPlan(row, OwnLosses(row, losses))
            : new FreedRow(row.At, lost ? row.Attempt + 1 : row.Attempt, losses, row.Settle, row.Reason, Ran: 0);
    }

    // Losses are of an occurrence: another one, which an edit has put in its place, has none.
    private static int OwnLosses(LeftBehind row, int losses) => row.OwnDue == row.Due ? losses : 0;

    private static FreedRow OwnPlan(LeftBehind row, int lost) => new(row.OwnAt, Attempt: null, lost, Settle: false, row.Reason, Ran: 0);

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
}

/// <summary>A row that is free again.</summary>
/// <param name="At">The planned start.</param>
/// <param name="Attempt">Attempts of the occurrence that have ended; null counts them in the record, behind what is recorded now.</param>
/// <param name="Lost">Losses.</param>
/// <param name="Settle">Its occurrence has ended, only the next is to be planned.</param>
/// <param name="Reason">Why it was put off.</param>
/// <param name="Ran">Runs to count.</param>
internal readonly record struct FreedRow(Instant At, int? Attempt, int Lost, bool Settle, string? Reason, int Ran);
