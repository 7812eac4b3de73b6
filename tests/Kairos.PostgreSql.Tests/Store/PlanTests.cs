using System.Text.RegularExpressions;
using Kairos.Jobs;
using Kairos.Lab.Databases;
using Kairos.Stores;
using Kairos.Stores.Contract;
using Kairos.Time;

namespace Kairos.PostgreSql.Tests.Store;

/// <summary>What the planner makes of each statement, on tables that are large: a walk over one of them is a mistake.</summary>
public sealed partial class PlanTests(DatabasePool databases) : EveryStatement(databases)
{
    private const int Owners = 500;
    private static readonly bool s_isQuick = Environment.GetEnvironmentVariable("KAIROS_QUICK") is not null;

    // Counts and lists of operators over all there is, and what walks a table of nodes.
    private static readonly Dictionary<string, string> s_mayWalk = new()
    {
        ["jobs_count"] = "counts all that waits: an index only scan of job_arm, or the table where that is smaller",
        ["runs_between"] = "over all owners: walks what its last span leaves, when the pages before were not full",
    };

    // Until then nobody knows that few jobs are held, and that runs stand in the order of their ends.
    private static readonly string[] s_walkUntilAnalyzed = ["jobs_held", "quiet_ran"];

    [Theory]
    [InlineData(200_000, true)]
    [InlineData(50_000, false)]
    public async Task No_statement_walks_over_jobs_or_runs(int rows, bool analyzed)
    {
        rows = s_isQuick ? Math.Min(rows, 40_000) : rows;
        await FillAsync(rows, analyzed);
        (string log, PostgreSqlStoreOptions options) = await ExplainedAsync();
        long from = new FileInfo(log).Length;
        await using PostgreSqlStore store = Pg.NewPostgreSqlStore(_ => options);
        _ = await store.OpenAsync(T0, None);
        await Pg.JoinAsync(store, T0, [Kind]);

        await SayAllAsync(store, options, After(rows - 1_000));

        PlanLog plans = PlanLog.Read(log, from);
        PlanLog.Statements.Except(plans.Seen).ShouldBeEmpty("these were not said");
        string[] walks =
        [
            .. from statement in plans.Seen
               where !s_mayWalk.ContainsKey(statement) && (analyzed || !s_walkUntilAnalyzed.Contains(statement))
               from plan in plans[statement]
               where Walk().IsMatch(plan)
               select $"{statement}:\n{plan}",
        ];
        walks.ShouldBeEmpty();
        foreach (string plan in plans["arm_due"])
        {
            plan.ShouldContain("Tid Scan on job");
            plan.ShouldContain("Index Scan using job_arm");
        }

        foreach (string statement in (string[])["slot_full", "slot_return"])
        {
            plans[statement].ShouldAllBe(plan => plan.Contains("slot_pkey", StringComparison.Ordinal) && !plan.Contains("Seq Scan on slot", StringComparison.Ordinal), statement);
        }

        foreach (string statement in (string[])["runs_of_owner", "run_kinds_of_owner"])
        {
            plans[statement].ShouldAllBe(plan => plan.Contains("Index Cond: ((shard = ", StringComparison.Ordinal) && plan.Contains("(hashtext(owner) = ", StringComparison.Ordinal), statement);
        }

        foreach (string statement in (string[])["complete", "complete_once", "complete_next", "mark", "mark_left", "release", "park", "adopt", "take_over_free"])
        {
            plans[statement].ShouldAllBe(plan => plan.Contains("using job_pkey", StringComparison.Ordinal), statement);
        }
    }

    [Fact]
    public async Task Plans_made_on_a_drained_table_search_by_key_when_it_has_grown()
    {
        (string log, PostgreSqlStoreOptions options) = await ExplainedAsync();
        await using PostgreSqlStore store = Pg.NewPostgreSqlStore(_ => options);
        _ = await store.OpenAsync(T0, None);
        await Pg.JoinAsync(store, T0, [Kind]);
        await SayAllAsync(store, options, T0);
        _ = Pg.Query("alter table kairos.job set (autovacuum_enabled = false)");
        _ = Pg.Query("delete from kairos.job");
        _ = Pg.Query("vacuum analyze kairos.job");
        await SayAllAsync(store, options, T0);

        // Nobody tells the planner.
        await FillAsync(20_000, analyzed: false);
        long from = new FileInfo(log).Length;
        await SayAllAsync(store, options, T0);

        PlanLog plans = PlanLog.Read(log, from);
        foreach (string statement in (string[])["complete", "complete_once", "complete_next", "mark"])
        {
            plans[statement].ShouldAllBe(plan => SearchByKey().IsMatch(plan) && !WalkAlongKeys().IsMatch(plan), statement);
        }

        foreach (string statement in (string[])["complete_once", "complete_next"])
        {
            plans[statement].ShouldAllBe(plan => plan.Contains("Tid Scan on job j", StringComparison.Ordinal), statement);
        }
    }

    protected override StoreHome CreateHome() => new PostgreSqlHome(Databases, isAlone: true);

    // Days without a run cost nothing.
    [GeneratedRegex(@"Seq Scan on (job|run\w*)( \w+)?  \(cost=(?!0\.00\.\.0\.00)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Walk();

    [GeneratedRegex(@"using job_pkey on job x  \([^\n]*\n\s*Index Cond: \(\(shard = \w+\.shard\) AND \(id = \w+\.id\)\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex SearchByKey();

    [GeneratedRegex(@"using job_\w+ on job( \w+)?  \([^\n]*\n(?!\s*Index Cond)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex WalkAlongKeys();

    private async Task<(string Log, PostgreSqlStoreOptions Options)> ExplainedAsync() => (
        Path.Combine((await Databases.ServerAsync()).Folder, "server.log"),
        new PostgreSqlStoreOptions { ConnectionString = $"{Pg.ConnectionString};Options=-c session_preload_libraries=auto_explain -c auto_explain.log_min_duration=0" });

    private async Task FillAsync(int rows, bool analyzed)
    {
        // Nobody analyzes behind our back.
        _ = Pg.Query("alter table kairos.job set (autovacuum_enabled = false)");
        for (int from = 0; from < rows; from += 20_000)
        {
            _ = await Store.SubmitAllAsync(
                [.. Enumerable.Range(from, 20_000).Select(i => Job(at: After(600 + i), owner: $"owner {i % Owners}", kind: i % 10 == 0 ? "other.kind" : "fill.kind") with { Quiets = i % 100 == 0 })], T0, None);
        }

        _ = Pg.Query("""
            insert into kairos.run
            select shard, id, $$2026-11-20 12:00:00Z$$::timestamptz + (n % 6) * interval '1 day', 1, 1, at, at, $$2026-11-20 12:00:00Z$$::timestamptz + n * interval '1 second',
                   case when n % 50 = 0 then 2 else 1 end, 1, owner, kind, key, null, null
            from (select *, row_number() over () as n from kairos.job) j
            """);
        // The slots of some hours, of several targets.
        _ = Pg.Query($"""
            insert into kairos.slot
            select 'target ' || n % 4, timestamptz $$2026-11-20 11:00:00Z$$ + n * interval '20 milliseconds', 1, 1, timestamptz $$2026-11-20 13:00:00Z$$
            from generate_series(1, {rows}) n
            """);
        if (analyzed)
        {
            _ = Pg.Query("vacuum analyze kairos.job");
            _ = Pg.Query("analyze kairos.run");
            _ = Pg.Query("vacuum analyze kairos.slot");
        }
    }
}
