using System.Collections.Immutable;

namespace Kairos.StateSchedules.Mapping;

/// <summary>Which table of the user's is kept true, and what its columns mean. Written by who runs the server; requests only name it.</summary>
/// <threadsafety>Immutable.</threadsafety>
public sealed record StateMapping
{
    /// <summary>What requests and jobs call it. 1 to 60 of a-z, 0-9, - and _.</summary>
    public required string Name { get; init; }

    /// <summary>The connection string of the table's database. A secret: it appears in no error, log or answer.</summary>
    public required string Connection { get; init; }

    /// <summary>The status table, with its schema if it needs one.</summary>
    public required string Table { get; init; }

    /// <summary>An integer column with a unique index.</summary>
    public required string Key { get; init; }

    /// <summary>SQL over the status table's columns: the rows that are meant; null for all.</summary>
    public string? Filter { get; init; }

    /// <summary>Whether an index of the keys of <see cref="Filter"/>'s rows is kept, for passes over them. Means nothing without a filter: the key's own index serves.</summary>
    public bool KeyIndex { get; init; } = true;

    /// <summary>An integer column by which the table is sharded: a statement touches one value of it. Null: there is none.</summary>
    public string? Shard { get; init; }

    /// <summary>The values of <see cref="Shard"/>; one zero where there is none.</summary>
    public ImmutableArray<int> Shards { get; init; } = [0];

    /// <summary>The jobs that share the table, at most as many as there are shards; without shards, ranges of the key.</summary>
    public int Slices { get; init; } = 1;

    /// <summary>The IANA zone of grids, midnights and times without one.</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>How often a tick looks for what is due, on whole multiples since 1970 UTC; slots begin on one of them.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The integer column of state bits.</summary>
    public required string Status { get; init; }

    /// <summary>The bits of <see cref="Status"/>.</summary>
    public required StateBits Bits { get; init; }

    /// <summary>An integer column that edits raise; null where there is none.</summary>
    public string? Version { get; init; }

    /// <summary>The column that Kairos adds: when a row next changes.</summary>
    public string NextChange { get; init; } = "next_change";

    /// <summary>Where grid, dates and pause are.</summary>
    public required ScheduleMapping Schedule { get; init; }

    /// <summary>What opens exhausted budgets at midnight; null where there are no budgets.</summary>
    public BudgetMapping? Budget { get; init; }

    /// <summary>Its name and table; what a record prints otherwise would hold the connection string.</summary>
    public override string ToString() => $"{Name} ({Table})";
}

/// <summary>Bits of the status column, each a power of two; zero where a state is not kept as a bit.</summary>
public sealed record StateBits
{
    /// <summary>now &lt; start.</summary>
    public long NotStarted { get; init; }

    /// <summary>end &lt;= now.</summary>
    public long Ended { get; init; }

    /// <summary>Within its dates, in a slot that is off.</summary>
    public long OutsideSlots { get; init; }

    /// <summary>Its budget was used up.</summary>
    public long BudgetExhausted { get; init; }

    /// <summary>A person paused it. Only read.</summary>
    public long Paused { get; init; }
}

/// <summary>Where a row's grid and dates are: columns of the status table, or of another that is joined by a key.</summary>
public sealed record ScheduleMapping
{
    /// <summary>The other table; null where the columns are the status table's own.</summary>
    public string? Table { get; init; }

    /// <summary>The unique column of <see cref="Table"/>.</summary>
    public string? Key { get; init; }

    /// <summary>The status table's column that holds that key.</summary>
    public string? By { get; init; }

    /// <summary>The column of the grid; null where rows have dates only. A row whose grid is null is always inside its slots.</summary>
    public string? Grid { get; init; }

    /// <summary>How the grid is written.</summary>
    public GridFormat Format { get; init; }

    /// <summary>Whose convention it follows: <c>tencent</c>, <c>oceanengine</c>; null for ours, where all zeros are never.</summary>
    public string? Vendor { get; init; }

    /// <summary>The column of the first instant; null where there is none.</summary>
    public string? Start { get; init; }

    /// <summary>The column of the first instant no more; null where there is none.</summary>
    public string? End { get; init; }

    /// <summary>A boolean column, where a pause is not a bit of the status.</summary>
    public string? Paused { get; init; }
}

/// <summary>What tells at midnight whether a row's budget is open again.</summary>
public sealed record BudgetMapping
{
    /// <summary>The table of budgets; null where the columns are the status table's own.</summary>
    public string? Table { get; init; }

    /// <summary>The unique column of <see cref="Table"/>.</summary>
    public string? Key { get; init; }

    /// <summary>The status table's column that holds that key.</summary>
    public string? By { get; init; }

    /// <summary>SQL that is true where the new day's budget allows: over <c>b</c>, a row of budgets, and <c>t</c>, the row of status.</summary>
    public required string Release { get; init; }
}

/// <summary>How grids are written.</summary>
public enum GridFormat
{
    /// <summary>168, 336 or 672 characters 0 and 1, Monday 00:00 first.</summary>
    Slots = 0,

    /// <summary>JSON price coefficients per slot; above zero is on.</summary>
    Coefficients = 1,

    /// <summary><c>Mon-Fri 08:00-20:00; Sat 10:00-24:00</c>.</summary>
    Ranges = 2,
}
