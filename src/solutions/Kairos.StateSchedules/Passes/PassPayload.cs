namespace Kairos.StateSchedules.Passes;

/// <summary>What a stint of a pass carries: the range, the place in it, and what was found so far.</summary>
internal sealed record PassPayload
{
    internal const string Kind = "states.pass";

    public required string Pass { get; init; }

    public required string Mapping { get; init; }

    public required PassKind What { get; init; }

    public required int Slice { get; init; }

    public required int Of { get; init; }

    public required long FirstKey { get; init; }

    public required long LastKey { get; init; }

    /// <summary>The last key that is done; the one before the first at the beginning.</summary>
    public required long After { get; init; }

    /// <summary>Rows a second of all slices; null takes the mapping's setting.</summary>
    public int? RowsPerSecond { get; init; }

    public required PassCounts Counts { get; init; }
}
