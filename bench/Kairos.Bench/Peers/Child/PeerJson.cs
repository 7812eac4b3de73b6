using System.Text.Json.Serialization;

namespace Kairos.Bench.Peers.Child;

/// <summary>The payload of a job: the peers in JavaScript give theirs the same.</summary>
/// <param name="At">When it is due, in milliseconds since 1970.</param>
internal sealed record InstantPayload(long At);

/// <summary>What a child says when it has measured.</summary>
internal sealed record ChildFigures
{
    /// <summary>Submitted or run.</summary>
    public int? Jobs { get; init; }

    /// <summary>From the first to the last of them.</summary>
    public double? Seconds { get; init; }

    /// <summary>How often the harness looked whether any job was left: statements of its own, which are not the peer's.</summary>
    public int? Looks { get; init; }

    /// <summary>Of a burst's handlers: first statement minus instant, in milliseconds of the wall clock.</summary>
    public IReadOnlyList<double>? LateMs { get; init; }
}

/// <summary>Quartz.NET's settings; what is null is left as Quartz has it.</summary>
internal sealed record QuartzSettings
{
    public int? Concurrency { get; init; }

    /// <summary>How long its scheduler sleeps at most.</summary>
    public double? IdleSeconds { get; init; }

    /// <summary>Whether Npgsql prepares statements by itself.</summary>
    public bool Prepared { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(InstantPayload))]
[JsonSerializable(typeof(ChildFigures))]
[JsonSerializable(typeof(QuartzSettings))]
internal sealed partial class PeerJson : JsonSerializerContext;
