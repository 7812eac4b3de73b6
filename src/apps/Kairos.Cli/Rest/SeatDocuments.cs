namespace Kairos.Cli.Rest;

/// <summary>Body of a seats command: one message, as it would come by chat.</summary>
internal sealed record SeatMessage
{
    public required string Text { get; init; }
}

/// <summary>What the seats service says to a message, in both languages.</summary>
internal sealed record SeatReply
{
    public required bool Ok { get; init; }

    public required string Chinese { get; init; }

    public required string English { get; init; }
}

/// <summary>A school of the catalogue.</summary>
internal sealed record SchoolDocument
{
    public required string Code { get; init; }

    public required string Name { get; init; }

    public required string Zone { get; init; }

    /// <summary>Local time of the school, <c>HH:mm:ss</c>.</summary>
    public required string OpensAt { get; init; }

    public required string Mode { get; init; }

    public IReadOnlyList<RoomDocument> Rooms { get; init; } = [];
}

/// <summary>A room of a school.</summary>
internal sealed record RoomDocument
{
    public required int Id { get; init; }

    public required string Name { get; init; }

    public string? Floor { get; init; }

    public int SeatCount { get; init; }
}

/// <summary>All schools.</summary>
internal sealed record SchoolList
{
    public required IReadOnlyList<SchoolDocument> Schools { get; init; }
}

/// <summary>What an operator changes on a school; null stays as it is.</summary>
internal sealed record SchoolChange
{
    public string? Name { get; init; }

    public string? Zone { get; init; }

    public string? OpensAt { get; init; }

    public string? Mode { get; init; }
}
