namespace Kairos.Cli.Rest;

/// <summary>The nodes that share a store.</summary>
internal sealed record NodeList
{
    public required IReadOnlyList<NodeDocument> Nodes { get; init; }
}

/// <summary>One of them.</summary>
internal sealed record NodeDocument
{
    public required int Number { get; init; }

    public required string Name { get; init; }

    /// <summary>active, draining, left or taken-over.</summary>
    public required string State { get; init; }

    public DateTimeOffset? Since { get; init; }

    /// <summary>Its last beat, by the store's clock.</summary>
    public DateTimeOffset? Seen { get; init; }

    /// <summary>For so long it has not beaten, although it should have; null where all is well.</summary>
    public double? SilentMs { get; init; }

    public string Version { get; init; } = "";

    /// <summary>The store's clock minus the wall clock of its machine, as it believes.</summary>
    public double ClockOffsetMs { get; init; }

    public double ClockUncertaintyMs { get; init; }

    /// <summary>Jobs that it has claimed and not ended.</summary>
    public long Held { get; init; }

    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>It is the one that answered.</summary>
    public bool Self { get; init; }
}

/// <summary>Body of a drain.</summary>
internal sealed record NodeDrain
{
    public required bool Drain { get; init; }
}

/// <summary>What a node was asked for.</summary>
internal sealed record NodeDrained
{
    public required int Number { get; init; }

    public required bool Drain { get; init; }
}
