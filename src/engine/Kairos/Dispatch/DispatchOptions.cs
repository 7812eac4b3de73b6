namespace Kairos.Dispatch;

/// <summary>How a node claims and releases jobs. The defaults suit all but measurements.</summary>
public sealed record DispatchOptions
{
    /// <summary>How far ahead of their instant jobs are claimed into memory.</summary>
    public TimeSpan Horizon { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the store is asked when nothing calls for it.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Rows of one claim or one completion.</summary>
    public int Batch { get; init; } = 500;

    /// <summary>
    /// The same where a backlog is worked off: batches grow up to this as long as the store takes each within 250 ms (claims)
    /// or 300 ms (ends); within 75 and 200 ms where it does one thing at a time, as SQLite does. While something timed is in memory,
    /// every other batch of ends grows only as long as it is taken within 60 ms, and where one thing is done at a time each.
    /// </summary>
    public int BacklogBatch { get; init; } = 16_000;

    /// <summary>The most jobs in memory.</summary>
    public int MostArmed { get; init; } = 48_000;

    /// <summary>Of those, the most that were overdue when claimed: what a standstill left does not crowd out what is timed. Nor the other way
    /// round: room for a batch of them, a tenth of the whole at most, is kept free of timed work.</summary>
    public int MostOverdue { get; init; } = 32_000;

    /// <summary>How many overdue jobs run at once.</summary>
    public int OverdueAtOnce { get; init; } = 256;

    /// <summary>Found longer past its instant than this, a job is overdue and waits behind what is timed.</summary>
    public TimeSpan OverdueAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A handler that ignores its cancellation for this long is abandoned.</summary>
    public TimeSpan AbandonAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long running handlers are waited for when the node stops, before their tokens are cancelled.</summary>
    public TimeSpan StopPatience { get; init; } = TimeSpan.FromSeconds(10);
}
