using System.Collections.Immutable;
using Kairos.StateSchedules.Sets;

namespace Kairos.StateSchedules.Ticks;

/// <summary>What the record of a slice of a tick keeps. Of an attempt that failed: what it did until then.</summary>
public sealed record TickNotes
{
    /// <summary>The mapping.</summary>
    public required string Mapping { get; init; }

    /// <summary>The slice, from 0.</summary>
    public required int Slice { get; init; }

    /// <summary>How many slices there are.</summary>
    public required int Of { get; init; }

    /// <summary>Which rows it looked at; the last one, where that was switched while it ran.</summary>
    public required TickMode Mode { get; init; }

    /// <summary>The tick.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>Rows read; those that were left are read twice.</summary>
    public required long Read { get; init; }

    /// <summary>Rows written.</summary>
    public required long Written { get; init; }

    /// <summary>Rows left to others, for they were changed meanwhile or held by a transaction: due again at the next tick.</summary>
    public required long Left { get; init; }

    /// <summary>Rows whose schedule can't be read.</summary>
    public required long Unreadable { get; init; }

    /// <summary>Up to 10 of their keys.</summary>
    public ImmutableArray<long> UnreadableKeys { get; init; } = [];

    /// <summary>Statements on the user's database.</summary>
    public required int Statements { get; init; }

    /// <summary>Reads that brought rows.</summary>
    public required int Batches { get; init; }

    /// <summary>Rows written with another state.</summary>
    public ImmutableArray<Flip> Flips { get; init; } = [];

    /// <summary>From its first read to its end.</summary>
    public required double DurationMs { get; init; }

    /// <summary>From the oldest next change that had come, to the start of the attempt.</summary>
    public required double LagMs { get; init; }
}

/// <summary>Rows that went from one state to another.</summary>
/// <param name="From">on, paused, budgetExhausted, notStarted, ended or outsideSlots: the first reason for being off.</param>
/// <param name="To">Likewise.</param>
/// <param name="Rows">How many.</param>
public sealed record Flip(string From, string To, long Rows);
