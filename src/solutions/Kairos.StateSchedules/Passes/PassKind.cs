namespace Kairos.StateSchedules.Passes;

/// <summary>What a pass over all rows is for. Both do the same; they differ in what is expected of them.</summary>
public enum PassKind
{
    /// <summary>Fills a table that was mapped just now.</summary>
    Backfill = 0,

    /// <summary>Finds and mends what should not be there.</summary>
    Repair = 1,
}
