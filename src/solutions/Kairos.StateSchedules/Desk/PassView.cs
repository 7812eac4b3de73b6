using System.Collections.Immutable;
using Kairos.StateSchedules.Passes;

namespace Kairos.StateSchedules.Desk;

/// <summary>A pass over all rows: where it is, and what it has found.</summary>
public sealed record PassView
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The mapping.</summary>
    public required string Mapping { get; init; }

    /// <summary>What it is for.</summary>
    public required PassKind What { get; init; }

    /// <summary>Where it stands.</summary>
    public required PassState State { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When it ended; null while it has not.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>The share of the keys that is done, 0 to 1.</summary>
    public required double Done { get; init; }

    /// <summary>Rows read a second since its beginning.</summary>
    public required double RowsPerSecond { get; init; }

    /// <summary>Slices that have ended.</summary>
    public required int SlicesEnded { get; init; }

    /// <summary>How many there are.</summary>
    public required int Slices { get; init; }

    /// <summary>Of all slices, up to the last stint that is on disk.</summary>
    public required PassCounts Counts { get; init; }

    /// <summary>Why slices did not come to their end, each reason once.</summary>
    public required ImmutableArray<string> Faults { get; init; }
}

/// <summary>Where a pass stands.</summary>
public enum PassState
{
    /// <summary>It is under way.</summary>
    Running = 0,

    /// <summary>All rows were looked at.</summary>
    Done = 1,

    /// <summary>Somebody ended it.</summary>
    Cancelled = 2,

    /// <summary>Some of its slices have failed: start another one.</summary>
    Failed = 3,
}
