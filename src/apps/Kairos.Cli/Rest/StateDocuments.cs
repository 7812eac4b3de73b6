namespace Kairos.Cli.Rest;

/// <summary>The mappings of a server.</summary>
internal sealed record StateMappingList
{
    public required IReadOnlyList<StateMappingDocument> Mappings { get; init; }
}

/// <summary>How one of them stands.</summary>
internal sealed record StateMappingDocument
{
    public required string Name { get; init; }

    public required string Table { get; init; }

    public required string Zone { get; init; }

    /// <summary>A span as triggers have them.</summary>
    public required string Every { get; init; }

    public required int Slices { get; init; }

    public required bool IsEnabled { get; init; }

    public required StateSettingsDocument Settings { get; init; }

    /// <summary>Null: no row will change, or it is not known.</summary>
    public DateTimeOffset? OldestChange { get; init; }

    /// <summary>Null: not known.</summary>
    public double? LagMs { get; init; }

    /// <summary>Why it is not known.</summary>
    public string? Fault { get; init; }

    public StateTick? LastTick { get; init; }

    public StatePass? Pass { get; init; }
}

/// <summary>Settings, and body of a change of them.</summary>
internal sealed record StateSettingsDocument
{
    public required StateSettingsValues Settings { get; init; }

    public required long Revision { get; init; }
}

internal sealed record StateSettingsValues
{
    /// <summary>next-change or full.</summary>
    public required string Mode { get; init; }

    public required int BatchRows { get; init; }

    /// <summary>Null: no limit.</summary>
    public int? RowsPerSecond { get; init; }

    /// <summary>Null: no limit.</summary>
    public int? PassRowsPerSecond { get; init; }

    /// <summary>faults, ticks or batches.</summary>
    public required string Logging { get; init; }
}

internal sealed record StateTickList
{
    public required IReadOnlyList<StateTick> Ticks { get; init; }
}

/// <summary>One tick over all its slices.</summary>
internal sealed record StateTick
{
    public required DateTimeOffset Due { get; init; }

    public required int Done { get; init; }

    public required int Running { get; init; }

    public required int Failed { get; init; }

    public required int Skipped { get; init; }

    public required long Read { get; init; }

    public required long Written { get; init; }

    public required long Left { get; init; }

    public required long Unreadable { get; init; }

    public required long Statements { get; init; }

    public IReadOnlyList<StateFlip> Flips { get; init; } = [];

    public required double DurationMs { get; init; }

    public required double LagMs { get; init; }

    public IReadOnlyList<string> Reasons { get; init; } = [];
}

/// <summary>Rows that went from one state to another.</summary>
internal sealed record StateFlip(string From, string To, long Rows);

internal sealed record StateTickAsked
{
    public required DateTimeOffset Due { get; init; }
}

/// <summary>Body of a backfill or a repair.</summary>
internal sealed record StatePassStart
{
    public int? RowsPerSecond { get; init; }
}

/// <summary>A pass over all rows.</summary>
internal sealed record StatePass
{
    public required string Id { get; init; }

    public required string Mapping { get; init; }

    /// <summary>backfill or repair.</summary>
    public required string What { get; init; }

    /// <summary>running, done, cancelled or failed.</summary>
    public required string State { get; init; }

    public required DateTimeOffset Started { get; init; }

    public DateTimeOffset? Ended { get; init; }

    /// <summary>0 to 1.</summary>
    public required double Done { get; init; }

    public required double RowsPerSecond { get; init; }

    public required int SlicesEnded { get; init; }

    public required int Slices { get; init; }

    public required StatePassCounts Counts { get; init; }

    public IReadOnlyList<string> Faults { get; init; } = [];
}

internal sealed record StatePassCounts
{
    public required long Read { get; init; }

    public required long Different { get; init; }

    public required long StatusWrong { get; init; }

    public required long NextChangeWrong { get; init; }

    public required long WereDue { get; init; }

    public required long Mended { get; init; }

    public required long Left { get; init; }

    public required long Unreadable { get; init; }

    public required long Refused { get; init; }

    public string? Refusal { get; init; }

    public required long Unticked { get; init; }

    public IReadOnlyList<long> DifferentKeys { get; init; } = [];

    public IReadOnlyList<long> UnreadableKeys { get; init; } = [];

    public IReadOnlyList<long> UntickedKeys { get; init; } = [];

    public required long Repeated { get; init; }
}

internal sealed record StateInstallation
{
    public required IReadOnlyList<StateStep> Steps { get; init; }

    public IReadOnlyList<StateFinding> Findings { get; init; } = [];
}

/// <summary>Where tables don't fit a mapping, or could serve it better.</summary>
internal sealed record StateFinding
{
    public const string Error = "error";

    /// <summary>error or advice.</summary>
    public required string Severity { get; init; }

    public required string Table { get; init; }

    public string? Column { get; init; }

    public required string Found { get; init; }

    public required string Needed { get; init; }

    public required string Remedy { get; init; }
}

/// <summary>A step of an installation, or of taking it away.</summary>
internal sealed record StateStep
{
    public required string Title { get; init; }

    public required bool IsDone { get; init; }

    public required string Cost { get; init; }

    public required string Sql { get; init; }
}
