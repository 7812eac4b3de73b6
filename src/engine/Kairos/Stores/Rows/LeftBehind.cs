using Kairos.Jobs;
using Kairos.Time;

namespace Kairos.Stores.Rows;

/// <summary>A row that a process held when it ended, and what has to become of it.</summary>
internal readonly record struct LeftBehind
{
    /// <summary>One loss that may have been another's fault, then this many whose start was marked.</summary>
    private const int LossesToBury = 1 + 3;

    public required JobId Id { get; init; }

    public required string Owner { get; init; }

    public required string Kind { get; init; }

    public required string? Key { get; init; }

    /// <summary>The occurrence that was claimed.</summary>
    public required Instant Due { get; init; }

    /// <summary>The start that was claimed.</summary>
    public required Instant At { get; init; }

    /// <summary>An edit has moved the row's own plan away from what was claimed.</summary>
    public required bool Moved { get; init; }

    public required long Fence { get; init; }

    public required int Attempt { get; init; }

    public required int Lost { get; init; }

    /// <summary>Its occurrence has ended, only the next is not planned yet.</summary>
    public required bool Settle { get; init; }

    public required MarkKind MarkKind { get; init; }

    public required Instant? MarkAt { get; init; }

    /// <summary>Its owner asked for its end.</summary>
    public required bool EndWanted { get; init; }

    public required bool Repeats { get; init; }

    /// <summary>What the row plans now; differs from what was claimed when it was moved.</summary>
    public required Instant OwnDue { get; init; }

    public required Instant OwnAt { get; init; }

    public required string? Reason { get; init; }

    /// <summary>An instant that the store's clock may have reached while the row was held, if that can be told: it may have been set back since.</summary>
    public required Instant? Reached { get; init; }

    /// <summary>How the attempt that was under way ended; null when there was none.</summary>
    /// <param name="now">Upper bound of the store's time.</param>
    public OutcomeCode? Ending(Instant now)
    {
        if (Settle)
        {
            return null;
        }

        // What was passed was passed by the clock of that time, and is not to be passed again when the clock comes there once more.
        bool marked = MarkAt is { } at && (at <= now || at <= Reached);
        return MarkKind switch
        {
            MarkKind.Gate => marked || MarkAt - now > Mark.FarthestAhead ? OutcomeCode.Unknown : null,
            MarkKind.Start when marked => Lost + 1 >= LossesToBury ? OutcomeCode.Buried : OutcomeCode.Lost,
            // Once lost, a start is marked first: without a mark it had not begun. Or else a job that takes its process
            // with it would use up the attempts of all that wait beside it.
            MarkKind.None when At <= now && Lost == 0 => OutcomeCode.Lost,
            _ => null,
        };
    }
}
