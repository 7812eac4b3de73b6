namespace Kairos.Bench.Peers;

/// <summary>Who is measured with which settings: those that did best in each measure, and the documented defaults.</summary>
/// <remarks>The numbers of jobs are such that a measure takes seconds: the slower a peer, the fewer it gets. Callers are 32: numbers of single submits are multiples of it.</remarks>
internal static class PeerPlan
{
    internal const string Kairos = "kairos";
    internal const string Graphile = "graphile-worker";
    internal const string PgBoss = "pg-boss";
    internal const string Quartz = "quartz";

    private const string Default = "default";
    private static readonly Settings s_plain = new(Default, "{}");
    private static readonly Settings s_pool = new("pool 32", """{"maxPoolSize":32}""");
    private static readonly Settings s_queue500 = Queue("conc 24, localQueue 500, complete 0", 500, poll: null);
    private static readonly Settings s_queue5000 = Queue("conc 24, localQueue 5000, complete 0", 5_000, poll: null);
    private static readonly Settings s_queue500Poll100 = Queue("conc 24, localQueue 500, complete 0, poll 100", 500, poll: 100);
    private static readonly Settings s_queue5000Poll20 = Queue("conc 24, localQueue 5000, complete 0, poll 20", 5_000, poll: 20);
    private static readonly Settings s_poll20 = new("conc 24, poll 20", """{"concurrentJobs":24,"maxPoolSize":26,"pollInterval":20}""");
    private static readonly Settings s_bossPool = new("pool 32", """{"boss":{"max":32}}""");
    private static readonly Settings s_boss = new(
        "batch 1000, poll 0.5 s, burstWhenBatchFull, localConcurrency 4",
        """{"work":{"batchSize":1000,"pollingIntervalSeconds":0.5,"burstWhenBatchFull":true,"localConcurrency":4}}""");

    private static readonly Settings s_quartz = new("PG conc 50, batch auto(50), prepared", """{"concurrency":50,"prepared":true}""");
    private static readonly Settings s_quartzIdle = new("PG conc 50, idle 1 s, prepared", """{"concurrency":50,"idleSeconds":1,"prepared":true}""");

    internal static IReadOnlyList<string> Peers { get; } = [Kairos, Graphile, PgBoss, Quartz];

    /// <summary>The cells of a measure, Kairos first.</summary>
    /// <param name="measure">Which.</param>
    /// <param name="quick">Few jobs, to see that it works; the figures mean little then.</param>
    internal static IEnumerable<Cell> Of(Measure measure, bool quick) => All(measure).Select(cell => quick ? Quick(cell) : cell);

    private static IEnumerable<Cell> All(Measure measure) => measure.Name switch
    {
        "submit-one" => Cells(measure,
            (Kairos, s_plain, 5_000, 1_024), (Graphile, s_plain, 5_000, 1_024), (PgBoss, s_plain, 5_000, 1_024),
            (Quartz, s_plain, 1_500, 256), (Quartz, s_quartz, 1_500, 256)),
        "submit-32" => Cells(measure,
            (Kairos, s_plain, 32_000, 6_400), (Graphile, s_plain, 16_000, 3_200), (Graphile, s_pool, 16_000, 3_200),
            (PgBoss, s_plain, 16_000, 3_200), (PgBoss, s_bossPool, 16_000, 3_200),
            (Quartz, s_plain, 1_600, 320), (Quartz, s_quartz, 1_600, 320)),
        "submit-bulk" => Cells(measure,
            (Kairos, s_plain, 100_000, 20_000), (Graphile, s_plain, 100_000, 20_000), (PgBoss, s_plain, 100_000, 20_000),
            (Quartz, s_plain, 5_000, 1_000), (Quartz, s_quartz, 5_000, 1_000)),

        // Warmed up on as many as are measured, twice: a node runs for days, and no compiler should have a part in it.
        "due" => Cells(measure,
            (Kairos, s_plain, 200_000, 200_000), (Graphile, s_plain, 10_000, 10_000), (Graphile, s_queue500, 200_000, 200_000), (Graphile, s_queue5000, 200_000, 200_000),
            (PgBoss, s_plain, 10, 10), (PgBoss, s_boss, 100_000, 100_000),
            (Quartz, s_plain, 5_000, 5_000), (Quartz, s_quartz, 5_000, 5_000)),

        // By default pg-boss takes one job each two seconds: a thousand would take half an hour.
        "burst-1" => Cells(measure,
            (Kairos, s_plain, 1, 100), (Graphile, s_plain, 1, 100), (Graphile, s_poll20, 1, 100), (Graphile, s_queue500Poll100, 1, 100), (Graphile, s_queue5000Poll20, 1, 100),
            (PgBoss, s_plain, 1, 1), (PgBoss, s_boss, 1, 100),
            (Quartz, s_plain, 1, 100), (Quartz, s_quartzIdle, 1, 100)),
        "burst-1000" => Bursts(measure, 1_000),
        "burst-10000" => Bursts(measure, 10_000),
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "It has no cells."),
    };

    private static IEnumerable<Cell> Bursts(Measure measure, int jobs) => Cells(measure,
        (Kairos, s_plain, jobs, jobs), (Graphile, s_plain, jobs, 100), (Graphile, s_queue500Poll100, jobs, jobs), (Graphile, s_queue5000Poll20, jobs, jobs),
        (PgBoss, s_boss, jobs, jobs),
        (Quartz, s_plain, jobs, 500), (Quartz, s_quartzIdle, jobs, 500));

    private static IEnumerable<Cell> Cells(Measure measure, params (string Peer, Settings Settings, int Count, int WarmUp)[] cells) =>
        cells.Select(cell => new Cell
        {
            Measure = measure,
            Peer = cell.Peer,
            Settings = cell.Settings.Name,
            SettingsJson = cell.Settings.Json,
            Count = cell.Count,
            WarmUp = cell.WarmUp,
        });

    /// <summary>Sizes of bursts are what their rows are named after: they stay.</summary>
    private static Cell Quick(Cell cell) => cell with
    {
        Count = cell.Measure.IsBurst || cell.Count <= 10 ? cell.Count : Math.Max(320, cell.Count / 50 / 32 * 32),
        WarmUp = Math.Min(cell.WarmUp, 320),
    };

    private static Settings Queue(string name, int size, int? poll)
    {
        string interval = poll is null ? "" : $"\"pollInterval\":{poll},";
        return new(name, $$"""{{{interval}}"concurrentJobs":24,"maxPoolSize":25,"localQueue":{"size":{{size}}},"completeJobBatchDelay":0,"failJobBatchDelay":0}""");
    }

    private sealed record Settings(string Name, string Json);
}
