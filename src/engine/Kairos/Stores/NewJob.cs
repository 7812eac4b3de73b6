using Kairos.Jobs;
using Kairos.Time;

namespace Kairos.Stores;

/// <summary>A job on its way into the store: checked, its first occurrence computed.</summary>
public sealed record NewJob
{
    /// <summary>Its identity, should it become a new row.</summary>
    public required JobId Id { get; init; }

    /// <summary>The kind.</summary>
    public required string Kind { get; init; }

    /// <summary>The owner.</summary>
    public required string Owner { get; init; }

    /// <summary>The key, unique among the live jobs of owner and kind.</summary>
    public string? Key { get; init; }

    /// <summary>What happens when the key is taken.</summary>
    public KeyConflict Conflict { get; init; }

    /// <summary>The identity of its first occurrence.</summary>
    public required Instant Due { get; init; }

    /// <summary>The planned start.</summary>
    public required Instant At { get; init; }

    /// <summary>Order among jobs of one instant.</summary>
    public int Priority { get; init; }

    /// <summary>Starts within one occurrence; null takes the kind's.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>The stored form of a repeating trigger; null when it is due once.</summary>
    public string? Trigger { get; init; }

    /// <summary>Others keep away from its occurrences: they are looked for by kind and planned start.</summary>
    public bool Quiets { get; init; }

    /// <summary>JSON in UTF-8.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Makes the submit repeatable.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>A hash of the request's content (what makes two submits "the same"); present with an idempotency key.</summary>
    public ReadOnlyMemory<byte> ContentHash { get; init; }

    /// <summary>Until when the idempotency key is remembered.</summary>
    public Instant IdempotencyUntil { get; init; }
}
