using Kairos.Triggers.Grids;

namespace Kairos.StateSchedules.Evaluation;

/// <summary>Rows as columns: filled by a read, evaluated, written back, used again.</summary>
/// <threadsafety>For one slice.</threadsafety>
internal sealed class RowBatch(int capacity) : RowStates(capacity)
{
    internal long[] Starts { get; } = new long[capacity];

    internal long[] Ends { get; } = new long[capacity];

    internal WeeklyGrid[] Grids { get; } = new WeeklyGrid[capacity];
}

/// <summary>What else was read of a row.</summary>
[Flags]
internal enum RowFlags : byte
{
    None = 0,

    /// <summary>It has a grid; without one it is always inside its slots.</summary>
    HasGrid = 1,

    /// <summary>A column says that a person paused it.</summary>
    Paused = 2,

    /// <summary>The mapping's release condition was true when it was read.</summary>
    BudgetAllows = 4,

    /// <summary>Its grid can't be read, or its row of the schedule table is missing: it is counted, keeps its state, and is not due until it is mended.</summary>
    Unreadable = 8,

    /// <summary>Its budget was reported as used up just now: the bit is set, and no midnight before releases it.</summary>
    ReportedExhausted = 16,

    /// <summary>Set by the write-back: it was changed since it was read, or somebody held it.</summary>
    Left = 32,

    /// <summary>Set by the write-back: the database refuses the row, and takes others.</summary>
    Refused = 64,

    /// <summary>The mapping's release condition failed over it: what its midnight asks for is left as it is.</summary>
    BudgetUnknown = 128,
}
