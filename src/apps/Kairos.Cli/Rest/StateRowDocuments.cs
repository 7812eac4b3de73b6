namespace Kairos.Cli.Rest;

/// <summary>Why a row is on or off.</summary>
internal sealed record StateRow
{
    public required long Key { get; init; }

    /// <summary>For an edit of the row as it is here; null: it has none.</summary>
    public long? Version { get; init; }

    public required bool IsOn { get; init; }

    /// <summary>on, or the first reason for being off.</summary>
    public required string State { get; init; }

    public required string Text { get; init; }

    public IReadOnlyList<string> Reasons { get; init; } = [];

    public DateTimeOffset? Start { get; init; }

    public DateTimeOffset? End { get; init; }

    public DateTimeOffset? NextChange { get; init; }

    public DateTimeOffset? NextOn { get; init; }

    public required string StoredState { get; init; }

    public required long StoredStatus { get; init; }

    public DateTimeOffset? StoredNextChange { get; init; }

    /// <summary>What stands in the table is what is computed.</summary>
    public required bool IsTrue { get; init; }

    public required bool IsDue { get; init; }

    /// <summary>Its schedule can't be read.</summary>
    public required bool IsUnreadable { get; init; }
}

internal sealed record StateForecast
{
    public required IReadOnlyList<StateForecastStep> Steps { get; init; }
}

/// <summary>A half hour, and the rows that change in it.</summary>
internal sealed record StateForecastStep(DateTimeOffset From, long Rows);

/// <summary>Body of a change of one row's schedule.</summary>
internal sealed record StateScheduleEdit
{
    public string? Grid { get; init; }

    public bool? DropsGrid { get; init; }

    public string? Start { get; init; }

    public bool? OpensStart { get; init; }

    public string? End { get; init; }

    public bool? OpensEnd { get; init; }

    public bool? Paused { get; init; }

    public long? Version { get; init; }
}

/// <summary>Body of a report that a row's budget is used up.</summary>
internal sealed record StateExhausted
{
    public string? At { get; init; }
}
