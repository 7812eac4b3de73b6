namespace Kairos.StateSchedules.Evaluation;

/// <summary>What of rows the write-back needs, as columns: the state as read, and as it is to be.</summary>
/// <remarks>Instants are microseconds since 1970 UTC.</remarks>
/// <threadsafety>For one slice.</threadsafety>
internal class RowStates(int capacity)
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

    internal RowFlags[] Flags { get; } = new RowFlags[capacity];

    /// <summary>The column after the evaluation.</summary>
    internal long[] NewStatus { get; } = new long[capacity];

    /// <summary>The next change after the evaluation; <see cref="Never"/> for null.</summary>
    internal long[] NewNextChange { get; } = new long[capacity];

    /// <summary>Whether the write-back has something to write.</summary>
    internal bool Differs(int row) => Status[row] != NewStatus[row] || NextChange[row] != NewNextChange[row];

    /// <summary>Adds a row of others, which has room.</summary>
    internal void Add(RowStates from, int row)
    {
        int to = Count++;
        (Keys[to], Shards[to], Versions[to]) = (from.Keys[row], from.Shards[row], from.Versions[row]);
        (Status[to], NextChange[to]) = (from.Status[row], from.NextChange[row]);
        (NewStatus[to], NewNextChange[to], Flags[to]) = (from.NewStatus[row], from.NewNextChange[row], from.Flags[row]);
    }
}
