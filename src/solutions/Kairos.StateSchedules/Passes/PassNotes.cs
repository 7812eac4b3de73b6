namespace Kairos.StateSchedules.Passes;

/// <summary>What the record of a stint keeps.</summary>
public sealed record PassNotes
{
    /// <summary>The pass.</summary>
    public required string Pass { get; init; }

    /// <summary>The mapping.</summary>
    public required string Mapping { get; init; }

    /// <summary>What it is for.</summary>
    public required PassKind What { get; init; }

    /// <summary>The slice, from 0.</summary>
    public required int Slice { get; init; }

    /// <summary>How many slices there are.</summary>
    public required int Of { get; init; }

    /// <summary>The last key that is done.</summary>
    public required long After { get; init; }

    /// <summary>The share of the slice's range of keys that is done, 0 to 1.</summary>
    public required double Done { get; init; }

    /// <summary>Of this stint.</summary>
    public required PassCounts Stint { get; init; }

    /// <summary>Of the slice so far, this stint included.</summary>
    public required PassCounts Counts { get; init; }

    /// <summary>Rows read in this stint, by its time.</summary>
    public required double RowsPerSecond { get; init; }
}
