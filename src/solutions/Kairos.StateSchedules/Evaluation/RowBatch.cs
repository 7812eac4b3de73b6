using Kairos.Triggers.Grids;

namespace Kairos.StateSchedules.Evaluation;

/// <summary>Rows as columns: filled by a read, evaluated, written back, used again.</summary>
/// <remarks>Instants are microseconds since 1970 UTC.</remarks>
/// <threadsafety>For one slice.</threadsafety>
internal sealed class RowBatch(int capacity)
{
    /// <summary>Where a start is open, and where a row was never looked at.</summary>
    internal const long Open = long.MinValue;

    /// <summary>Where an end is open, and where a row never changes.</summary>
    internal const long Never = long.MaxValue;

    internal int Capacity => Keys.Length;

    /// <summary>The rows in use.</summary>
    internal int Count { get; set; }

    internal long[] Keys { get; } = new long[capacity];

    internal int[] Shards { get; } = new int[capacity];

    /// <summary>As read; the guard of the write-back. What it is made of is the database's affair.</summary>
    internal long[] Versions { get; } = new long[capacity];

    /// <summary>All bits of the column, those of others too.</summary>
    internal long[] Status { get; } = new long[capacity];

    /// <summary>As read; <see cref="Never"/> for null.</summary>
    internal long[] NextChange { get; } = new long[capacity];

    internal long[] Starts { get; } = new long[capacity];

    internal long[] Ends { get; } = new long[capacity];

    internal WeeklyGrid[] Grids { get; } = new WeeklyGrid[capacity];

    internal RowFlags[] Flags { get; } = new RowFlags[capacity];

    /// <summary>The column after the evaluation.</summary>
    internal long[] NewStatus { get; } = new long[capacity];

    /// <summary>The next change after the evaluation; <see cref="Never"/> for null.</summary>
    internal long[] NewNextChange { get; } = new long[capacity];

    /// <summary>Whether the write-back has something to write.</summary>
    internal bool Differs(int row) => Status[row] != NewStatus[row] || NextChange[row] != NewNextChange[row];
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
}
