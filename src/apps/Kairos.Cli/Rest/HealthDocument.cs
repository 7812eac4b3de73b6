namespace Kairos.Cli.Rest;

/// <summary>How the server is.</summary>
internal sealed record HealthDocument
{
    public required string Status { get; init; }

    public required string Version { get; init; }

    public string? Store { get; init; }

    /// <summary>Its number among the nodes that share the store.</summary>
    public int? Node { get; init; }

    /// <summary>It claims nothing more.</summary>
    public bool Draining { get; init; }

    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>Occurrences held in memory ahead of their instants.</summary>
    public long Armed { get; init; }

    public DateTimeOffset? Now { get; init; }
}
