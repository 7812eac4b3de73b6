using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Kairos.Triggers;

namespace Kairos.Jobs;

/// <summary>A job as its owner asks for it.</summary>
/// <threadsafety>Immutable as long as the payload's memory is not written to.</threadsafety>
public sealed record JobRequest
{
    /// <summary>The name under which the handler is registered, for example <c>mail.send</c>. 1 to 100 characters.</summary>
    public required string Kind { get; init; }

    /// <summary>The user or tenant it belongs to. 1 to 200 characters.</summary>
    public required string Owner { get; init; }

    /// <summary>What makes it unique among the live jobs of this owner and kind; null for any number. Up to 200 characters.</summary>
    public string? Key { get; init; }

    /// <summary>What happens when that key is taken.</summary>
    public KeyConflict Conflict { get; init; } = KeyConflict.Reject;

    /// <summary>JSON in UTF-8, up to 1 MiB. Read by the handler; the store does not look into it.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; } = "{}"u8.ToArray();

    /// <summary>When it is due; null is now.</summary>
    public Trigger? Trigger { get; init; }

    /// <summary>Among jobs of one instant the higher goes first. -100 to 100.</summary>
    public int Priority { get; init; }

    /// <summary>
    /// Makes the submit repeatable: the same key and the same content give the same id, other content is a conflict.
    /// Remembered for 7 days. Up to 200 characters.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Starts within one occurrence, its first included; null takes the kind's limit.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>A request whose payload is written with the given, usually generated, type information.</summary>
    public static JobRequest Of<TPayload>(string kind, string owner, TPayload payload, JsonTypeInfo<TPayload> type) => new()
    {
        Kind = kind,
        Owner = owner,
        Payload = JsonSerializer.SerializeToUtf8Bytes(payload, type),
    };
}
