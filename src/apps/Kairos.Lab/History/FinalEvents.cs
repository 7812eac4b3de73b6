using Kairos.Jobs;
using Kairos.Time;

namespace Kairos.Lab.History;

/// <summary>A live job, as it stood at the end.</summary>
public sealed record FinalJob : HistoryEvent
{
    public required JobId Job { get; init; }

    public required string Owner { get; init; }

    public required string Kind { get; init; }

    public string? Key { get; init; }

    public required JobState State { get; init; }

    public required Instant Due { get; init; }

    public required Instant Planned { get; init; }

    public required long Fence { get; init; }
}

/// <summary>A row of the record of runs, as it stood at the end.</summary>
public sealed record FinalRun : HistoryEvent
{
    public required JobId Job { get; init; }

    public required string Owner { get; init; }

    public required string Kind { get; init; }

    public string? Key { get; init; }

    public required Instant Due { get; init; }

    public required int Attempt { get; init; }

    public required long Fence { get; init; }

    public required Instant Planned { get; init; }

    public Instant? Started { get; init; }

    public required Instant Ended { get; init; }

    public required OutcomeCode Outcome { get; init; }

    public string? Reason { get; init; }

    /// <summary>Of a skipped row: the last due instant that it stands for, where that is known.</summary>
    public Instant? SkippedTo { get; init; }

    /// <summary>Not an attempt after which the occurrence goes on.</summary>
    internal bool IsEnd => Outcome.IsEnd();
}

/// <summary>Everything that the store holds has been read, while no node was at work: the last event of a history.</summary>
public sealed record FinalRead : HistoryEvent
{
    /// <summary>How many <see cref="FinalJob"/> were written: a torn record is noticed.</summary>
    public required long Jobs { get; init; }

    /// <summary>How many <see cref="FinalRun"/> were written.</summary>
    public required long Runs { get; init; }
}

internal static class Outcomes
{
    /// <summary>Retry, snooze and lost end an attempt, not the occurrence.</summary>
    internal static bool IsEnd(this OutcomeCode outcome) => outcome is not (OutcomeCode.Retry or OutcomeCode.Snoozed or OutcomeCode.Lost);
}
