using Kairos.Time;

namespace Kairos.Jobs;

/// <summary>A live job as its owner sees it.</summary>
public sealed record JobView
{
    /// <summary>Its identity.</summary>
    public required JobId Id { get; init; }

    /// <summary>Its kind.</summary>
    public required string Kind { get; init; }

    /// <summary>Its owner.</summary>
    public required string Owner { get; init; }

    /// <summary>Its key, if it has one.</summary>
    public string? Key { get; init; }

    /// <summary>Where it stands.</summary>
    public required JobState State { get; init; }

    /// <summary>The identity of its open occurrence: the instant its trigger yielded.</summary>
    public required Instant Due { get; init; }

    /// <summary>The planned start: <see cref="Due"/> plus what retries and snoozes added.</summary>
    public required Instant At { get; init; }

    /// <summary>Order among jobs of one instant.</summary>
    public required int Priority { get; init; }

    /// <summary>Starts of the open occurrence so far.</summary>
    public required int Attempt { get; init; }

    /// <summary>Counts edits; the first content is 1.</summary>
    public required int Version { get; init; }

    /// <summary>
    /// Occurrences that have ended by a run under its trigger, whatever their outcome; skipped ones don't count. A new
    /// trigger, by edit or replace, counts from 0, and what runs at that moment is not among its own.
    /// </summary>
    public int Ran { get; init; }

    /// <summary>Grows with every hold.</summary>
    public required long Fence { get; init; }

    /// <summary>Why it is parked or put off, where it is.</summary>
    public string? Reason { get; init; }

    /// <summary>The stored form of its trigger; null for a plain instant.</summary>
    public string? Trigger { get; init; }

    /// <summary>JSON in UTF-8.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }
}
