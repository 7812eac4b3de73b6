using System.Collections.Immutable;

namespace Kairos.StateSchedules.Desk;

/// <summary>Why a row is on or off.</summary>
public sealed record RowWhy
{
    /// <summary>The row.</summary>
    public required long Key { get; init; }

    /// <summary>
    /// Give it back to an edit that is meant for the row as it is here. The mapping's version column; without one PostgreSQL's own
    /// (<c>xmin</c>), which ticks raise too. Null: SQLite has none of its own.
    /// </summary>
    public long? Version { get; init; }

    /// <summary>It is on, as computed now.</summary>
    public required bool IsOn { get; init; }

    /// <summary>on, or the first reason for being off: paused, budgetExhausted, notStarted, ended, outsideSlots.</summary>
    public required string State { get; init; }

    /// <summary>The same as a sentence.</summary>
    public required string Text { get; init; }

    /// <summary>All reasons that hold, in their order.</summary>
    public required ImmutableArray<string> Reasons { get; init; }

    /// <summary>Its first instant; null where it is open.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Its first instant no more; null where it is open.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>When it may change next, as computed now; null: never.</summary>
    public DateTimeOffset? NextChange { get; init; }

    /// <summary>When it will be on; null where it is, where it never will be, or where that is not the clock's to decide.</summary>
    public DateTimeOffset? NextOn { get; init; }

    /// <summary>What stands in its table: on, or the first reason for being off.</summary>
    public required string StoredState { get; init; }

    /// <summary>The status column.</summary>
    public required long StoredStatus { get; init; }

    /// <summary>When it is looked at next; null: never.</summary>
    public DateTimeOffset? StoredNextChange { get; init; }

    /// <summary>What stands in its table is what is computed.</summary>
    public required bool IsTrue { get; init; }

    /// <summary>Its next change has come: the next tick looks at it.</summary>
    public required bool IsDue { get; init; }

    /// <summary>Its grid can't be read, or its row of the schedule table is missing: it keeps its state until that is mended.</summary>
    public required bool IsUnreadable { get; init; }
}

/// <summary>How many rows change when.</summary>
/// <param name="Steps">Half hours, from the one that is now; what is overdue counts as the first.</param>
public sealed record FlipForecast(ImmutableArray<ForecastStep> Steps);

/// <summary>A half hour.</summary>
/// <param name="From">It covers [from, from + 30 min).</param>
/// <param name="Rows">Rows that are looked at within it.</param>
public sealed record ForecastStep(DateTimeOffset From, long Rows);
