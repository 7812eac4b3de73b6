using Kairos.Time;

namespace Kairos.StateSchedules.Passes;

/// <summary>A pass, as it is kept beside the jobs.</summary>
internal sealed record PassRow
{
    internal required string Id { get; init; }

    internal required string Mapping { get; init; }

    internal required PassKind What { get; init; }

    internal required int Slices { get; init; }

    internal int? RowsPerSecond { get; init; }

    internal required Instant Started { get; init; }

    internal bool IsCancelled { get; init; }

    internal Instant? Ended { get; init; }
}

/// <summary>A slice of a pass that has ended.</summary>
/// <param name="Slice">From 0.</param>
/// <param name="Notes">Of its last stint.</param>
/// <param name="Fault">Why it did not come to its end; null when it did.</param>
internal sealed record PassSlice(int Slice, PassNotes Notes, string? Fault);
