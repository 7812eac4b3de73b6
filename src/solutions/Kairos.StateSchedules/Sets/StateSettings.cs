namespace Kairos.StateSchedules.Sets;

/// <summary>How a mapping's work is done. An operator may change it while the work runs: it is read again between batches, at most once a second.</summary>
/// <threadsafety>Immutable.</threadsafety>
public sealed record StateSettings
{
    /// <summary>The most rows of one statement.</summary>
    public const int MostBatchRows = 10_000;

    /// <summary>The defaults.</summary>
    public static StateSettings Default { get; } = new();

    /// <summary>Which rows a tick looks at.</summary>
    public TickMode Mode { get; init; }

    /// <summary>Rows of one read and one write-back, 1 to 10,000.</summary>
    // Grids of 500 rows are 48 KB: they stay out of the heap of large objects, and a statement is some milliseconds.
    public int BatchRows { get; init; } = 500;

    /// <summary>How many rows a second the ticks of all slices may read together; null for as many as there are.</summary>
    public int? RowsPerSecond { get; init; }

    /// <summary>The same for backfill and repair.</summary>
    public int? PassRowsPerSecond { get; init; }

    /// <summary>What is logged.</summary>
    public StateLogging Logging { get; init; }

    /// <summary>What is wrong with it, with the remedy; null when nothing is.</summary>
    internal string? Fault() =>
        BatchRows is < 1 or > MostBatchRows ? $"Batch rows {BatchRows} is out of range: give 1 to {MostBatchRows}."
        : RowsPerSecond < 1 ? $"Rows per second {RowsPerSecond} would stop the ticks: give 1 or more, none for no limit, or pause the mapping."
        : PassRowsPerSecond < 1 ? $"Pass rows per second {PassRowsPerSecond} would stop the pass: give 1 or more, none for no limit, or cancel the pass."
        : !Enum.IsDefined(Mode) ? $"Mode {(int)Mode} is unknown: give next-change or full."
        : !Enum.IsDefined(Logging) ? $"Logging {(int)Logging} is unknown: give faults, ticks or batches." : null;
}

/// <summary>Which rows a tick looks at.</summary>
public enum TickMode
{
    /// <summary>Those whose next change has come.</summary>
    NextChange = 0,

    /// <summary>All: for as long as the next changes can't be trusted.</summary>
    Full = 1,
}

/// <summary>What is logged of a mapping's work.</summary>
public enum StateLogging
{
    /// <summary>What fails.</summary>
    Faults = 0,

    /// <summary>Also a line for each slice of a tick and each stint of a pass.</summary>
    Ticks = 1,

    /// <summary>Also a line for each batch.</summary>
    Batches = 2,
}
