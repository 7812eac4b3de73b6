using Kairos.Jobs;
using Kairos.Time;

namespace Kairos.Lab.History;

/// <summary>A node has got hold of an occurrence.</summary>
public sealed record ArmSeen : HistoryEvent
{
    public required JobId Job { get; init; }

    public required Instant Due { get; init; }

    /// <summary>The planned start.</summary>
    public required Instant Planned { get; init; }

    public required long Fence { get; init; }

    /// <summary>When what brought it was sent, on the clock of <see cref="HistoryEvent.Mono"/>: the hold was given between then and this event.</summary>
    public required long AskedMono { get; init; }

    /// <summary>The occurrence has its end already: it is held only to plan the next.</summary>
    public bool Settles { get; init; }
}

/// <summary>A handler was started.</summary>
public sealed record StartSeen : HistoryEvent
{
    public required JobId Job { get; init; }

    public required Instant Due { get; init; }

    /// <summary>What this start waited for; of a handler that starts ahead of its gate, that earlier instant.</summary>
    public required Instant Planned { get; init; }

    public required int Attempt { get; init; }

    public required long Fence { get; init; }

    /// <summary>What the node took the store's clock to show, at least, when it let it go.</summary>
    public required Instant StoreNow { get; init; }

    /// <summary>The content it runs with: the row's version, or a number in the payload that its changes raise one after another. Null: not checked.</summary>
    public int? Version { get; init; }
}

/// <summary>A handler has passed its gate.</summary>
public sealed record GateSeen : HistoryEvent
{
    public required JobId Job { get; init; }

    public required Instant Due { get; init; }

    public required long Fence { get; init; }

    /// <summary>What the gate waited for.</summary>
    public required Instant Instant { get; init; }

    /// <summary>What the node took the store's clock to show, at least.</summary>
    public required Instant StoreNow { get; init; }
}

/// <summary>An effect reached the sink, which is no part of any node.</summary>
public sealed record EffectSeen : HistoryEvent
{
    public required JobId Job { get; init; }

    public required Instant Due { get; init; }

    public required long Fence { get; init; }

    public required bool BehindGate { get; init; }
}

/// <summary>The end of an attempt is about to be sent to the store; repeated where an answer did not come.</summary>
public sealed record CompleteAsked : HistoryEvent
{
    public required JobId Job { get; init; }

    public required Instant Due { get; init; }

    public required int Attempt { get; init; }

    public required long Fence { get; init; }

    public required OutcomeCode Outcome { get; init; }

    /// <summary>The handler declared its job done with: no occurrence follows.</summary>
    public bool EndsJob { get; init; }
}

/// <summary>What became of the end of an attempt.</summary>
public sealed record CompleteAnswered : HistoryEvent
{
    public required JobId Job { get; init; }

    public required Instant Due { get; init; }

    public required long Fence { get; init; }

    public required OutcomeCode Outcome { get; init; }

    public required CompleteResult Result { get; init; }
}

/// <summary>What became of a completion.</summary>
public enum CompleteResult
{
    Committed,
    Refused,

    /// <summary>No answer came.</summary>
    Unknown,
}

/// <summary>Due instants went by unstarted, and that is on disk.</summary>
public sealed record SkipSeen : HistoryEvent
{
    public required JobId Job { get; init; }

    public required Instant First { get; init; }

    /// <summary>Null where it is not known.</summary>
    public Instant? Last { get; init; }

    public string? Reason { get; init; }
}
