using Kairos.Time;

namespace Kairos.Jobs;

/// <summary>One attempt of one occurrence, as the record keeps it.</summary>
public sealed record RunView
{
    /// <summary>The job.</summary>
    public required JobId Job { get; init; }

    /// <summary>The occurrence.</summary>
    public required Instant Due { get; init; }

    /// <summary>The attempt, from 1; 0 where nothing was started (a skip, a cancel). A number that the occurrence has in its record already gives way to the next free one.</summary>
    public required int Attempt { get; init; }

    /// <summary>The fence under which it ran.</summary>
    public required long Fence { get; init; }

    /// <summary>The planned start; for a gated run the instant of its gate.</summary>
    public required Instant At { get; init; }

    /// <summary>The handler's first statement, or the passing of the gate; null where nothing was started.</summary>
    public Instant? Started { get; init; }

    /// <summary>When the outcome was there.</summary>
    public required Instant Ended { get; init; }

    /// <summary>How it ended.</summary>
    public required OutcomeCode Outcome { get; init; }

    /// <summary>The owner.</summary>
    public required string Owner { get; init; }

    /// <summary>The kind.</summary>
    public required string Kind { get; init; }

    /// <summary>The key, if it had one.</summary>
    public string? Key { get; init; }

    /// <summary>One line that says why.</summary>
    public string? Reason { get; init; }

    /// <summary>What the handler noted: JSON in UTF-8; empty when it noted nothing.</summary>
    public ReadOnlyMemory<byte> Notes { get; init; }

    /// <summary>Start minus plan; null where nothing was started.</summary>
    public TimeSpan? Lateness => Started is { } started ? started - At : null;
}
