using Kairos.Jobs;
using Kairos.Time;

namespace Kairos.Lab.History;

/// <summary>The due instants that a trigger yields: one, or first + k x period.</summary>
/// <param name="First">The only one, or the anchor.</param>
/// <param name="PeriodMicros">Null for a job that is due once.</param>
public sealed record DuePlan(Instant First, long? PeriodMicros = null)
{
    /// <summary>Whether it yields this instant.</summary>
    public bool Yields(Instant due) => PeriodMicros is { } period
        ? due >= First && (due.Micros - First.Micros) % period == 0
        : due == First;
}

/// <summary>A submit is about to be sent.</summary>
public sealed record SubmitAsked : HistoryEvent
{
    /// <summary>Names this call, unique in the whole history.</summary>
    public required string Op { get; init; }

    public required string Owner { get; init; }

    public required string Kind { get; init; }

    /// <summary>The id where the caller knows it beforehand.</summary>
    public JobId? Job { get; init; }

    public string? Key { get; init; }

    public KeyConflict Conflict { get; init; }

    public string? IdempotencyKey { get; init; }

    /// <summary>What it is to be due at; null where that is for the store to say, and is not checked.</summary>
    public DuePlan? Plan { get; init; }

    /// <summary>Its handler passes a gate: lateness is judged there.</summary>
    public bool Gated { get; init; }
}

/// <summary>What became of a submit.</summary>
public sealed record SubmitAnswered : HistoryEvent
{
    public required string Op { get; init; }

    public required SubmitResult Result { get; init; }

    /// <summary>The job that has the content, or stands in the way; null where the answer names none.</summary>
    public JobId? Job { get; init; }

    /// <summary>After a replace: the content that it brought (see <see cref="StartSeen.Version"/>), where nothing older had started.</summary>
    public int? Version { get; init; }
}

/// <summary>What became of a submit, as its caller knows it.</summary>
public enum SubmitResult
{
    Created,
    Replaced,
    Kept,
    Repeated,
    KeyTaken,
    IdempotencyConflict,

    /// <summary>Nothing was written, for certain.</summary>
    Failed,

    /// <summary>No answer came: it is stored, or not.</summary>
    Unknown,
}
