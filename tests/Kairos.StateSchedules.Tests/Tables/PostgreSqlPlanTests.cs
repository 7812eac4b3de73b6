using System.Text.Json;
using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Tables;
using Npgsql;

namespace Kairos.StateSchedules.Tests.Tables;

/// <summary>What the planner makes of the statements over 200,000 rows, with every state of its statistics and of its plan cache.</summary>
public sealed class PostgreSqlPlanTests(PostgresFixture server)
{
    private const int Batch = 500;
    private const string DueTypes = "timestamptz, int[], timestamptz[], bigint[], bigint, bigint, bigint";
    private const string WriteTypes = "int, bigint[], bigint[], bigint[], timestamptz[], bigint[], timestamptz[]";

    [Fact]
    public async Task Due_rows_are_read_along_their_index_unsorted_and_joined_and_written_by_key()
    {
        await using PostgreSqlBed bed = await FilledAsync(200_000);
        await LooksAsync(bed, "never analyzed");
        await bed.RunAsync("analyze");
        await LooksAsync(bed, "fresh");

        // As when somebody edits grids: the statistics still say that few are due.
        await bed.RunAsync("update status set next_change = timestamptz '2026-11-20 11:00Z' where id / 45001 / 8 % 1000 < 600");
        await LooksAsync(bed, "more than half are due, unknown to the planner");
        await bed.RunAsync("update status set next_change = timestamptz '2026-11-20 11:30Z'; analyze");
        await LooksAsync(bed, "all are due");
    }

    [Fact]
    public async Task The_oldest_change_the_forecast_and_a_pass_go_along_their_indexes()
    {
        await using PostgreSqlBed bed = await FilledAsync(40_000);
        await bed.RunAsync("vacuum analyze status");
        await using NpgsqlConnection connection = (NpgsqlConnection)await bed.Source.OpenConnectionAsync();
        Statements statements = new(bed.Mapping, Dialect.Of(StateDatabaseKind.PostgreSql, "UTC"));
        await RunAsync(connection, $"prepare oldest(int[]) as {statements.OldestChange}; prepare forecast(timestamptz, timestamptz[]) as {statements.Forecast}; prepare pass(bigint, bigint, bigint) as {statements.ByKey};");
        (await PlanAsync(connection, "execute oldest('{0,1,2,3,4,5,6,7}')")).Single(node => node.Table == "status").ShouldSatisfyAllConditions(
            node => node.Type.ShouldBe("Index Only Scan"), node => node.Rows.ShouldBeLessThanOrEqualTo(8));
        (await PlanAsync(connection, "execute forecast('2026-11-20 13:00Z', '{2026-11-20 12:30Z,2026-11-20 13:00Z}')")).Single(node => node.Table == "status").ShouldSatisfyAllConditions(
            node => node.Type.ShouldBe("Index Only Scan"), node => node.Index.ShouldBe("status_due"));
        PlanNode[] pass = await PlanAsync(connection, $"execute pass(1000, {long.MaxValue}, {Batch})");
        pass.Single(node => node.Index == "status_keys" && node.Rows == Batch).Table.ShouldBe("status");
        pass.ShouldNotContain(node => node.Type.Contains("Sort"));
    }

    [Fact]
    public async Task A_whole_catch_up_reads_each_due_row_once()
    {
        await using PostgreSqlBed bed = await FilledAsync(40_000);
        await bed.RunAsync("analyze");
        await bed.RunAsync("update status set next_change = timestamptz '2026-11-20 11:00Z'");
        RowBatch batch = new(Batch);
        long before = await ReadRowsAsync(bed);
        DuePosition after = DuePosition.Start;
        int rows = 0;
        do
        {
            await bed.Table.ReadDueAsync(new DueRange([3]), TableBed.Noon, after, batch, CancellationToken.None);
            rows += batch.Count;
            after = batch.Count > 0 ? DuePosition.Behind(batch) : after;
        }
        while (batch.Count == Batch);
        rows.ShouldBe(5_000);
        (await ReadRowsAsync(bed) - before).ShouldBeInRange(rows, (long)(1.1 * rows));
    }

    private static async Task LooksAsync(PostgreSqlBed bed, string statistics)
    {
        Statements statements = new(bed.Mapping, Dialect.Of(StateDatabaseKind.PostgreSql, "UTC"));
        foreach (string cache in (string[])["force_custom_plan", "force_generic_plan", "auto"])
        {
            string when = $"{statistics}, {cache}";
            await using NpgsqlConnection connection = (NpgsqlConnection)await bed.Source.OpenConnectionAsync();
            await RunAsync(connection, $"set plan_cache_mode = {cache}; prepare due({DueTypes}) as {statements.Due}; prepare put({WriteTypes}) as {statements.Write};");
            string due = $"execute due('2026-11-20 12:00Z', '{{3,4}}', '{{-infinity,-infinity}}', '{{{long.MinValue},{long.MinValue}}}', {Batch}, {long.MinValue}, {long.MaxValue})";
            string put = $"execute put({await ArraysAsync(connection)})";

            // Behind five of its own the server thinks of a plan for all values.
            for (int i = 0; i < 7; i++)
            {
                await RunAsync(connection, $"begin; {due}; {put}; rollback;");
            }

            PlanNode[] read = await PlanAsync(connection, due);
            read.ShouldNotContain(node => node.Type.Contains("Sort") || node.Type.Contains("Hash") || node.Type.Contains("Merge") || node.Type.Contains("Bitmap"), when);
            PlanNode[] scans = [.. read.Where(node => node.Table.Length > 0)];
            scans.Select(node => node.Index).ShouldBe(["status_due", "unit_pkey", "budget_pkey"], ignoreOrder: true, when);
            scans.Where(node => node.Index != "budget_pkey").ShouldAllBe(node => node.Rows == Batch);

            await RunAsync(connection, "begin");
            PlanNode[] lookups = [.. (await PlanAsync(connection, put)).Where(node => node.Table == "status" && node.Type != "ModifyTable")];
            lookups.Select(node => (node.Type, node.Index, node.Rows)).ShouldBe([("Index Scan", "status_pkey", Batch), ("Index Scan", "status_pkey", Batch)], when);
            await RunAsync(connection, "rollback; deallocate all; reset plan_cache_mode");
        }
    }

    // In 8 shards; 24 of 1,000 are due, and half of the rows of shard 3 have an exhausted budget.
    private async Task<PostgreSqlBed> FilledAsync(int rows)
    {
        PostgreSqlBed bed = await PostgreSqlBed.MakeAsync(server);
        await bed.RunAsync($"""
            alter table status set (autovacuum_enabled = off);
            alter table unit set (autovacuum_enabled = off);
            alter table budget set (autovacuum_enabled = off);
            insert into unit (unit_id, slots) select i * 7, repeat('01', 168) from generate_series(1, {rows}) i;
            insert into budget select i * 7, i % 3, 2 from generate_series(1, {rows}) i;
            insert into status (id, unit, shard, state, next_change) select i * 45001::bigint, i * 7, i % 8, case when i / 8 % 2 = 1 then 8 else 0 end,
                timestamptz '2026-11-20 12:00Z' + case when i / 8 % 1000 < 24 then - interval '1 s' * (i % 5) else interval '1 s' * (1 + (i * 7919::bigint) % 86400) end
            from generate_series(1, {rows}) i;
            """);
        return bed;
    }

    // The calls before used the pool's one connection, whose server counts what it has not yet told when it is asked to.
    private static async Task<long> ReadRowsAsync(PostgreSqlBed bed)
    {
        await bed.RunAsync("select pg_stat_force_next_flush()");
        return await bed.NumberAsync("select coalesce(idx_tup_fetch, 0) + seq_tup_read from pg_stat_user_tables where relname = 'status'");
    }

    private static async Task<string> ArraysAsync(NpgsqlConnection connection)
    {
        await using NpgsqlCommand command = new($$"""
            select format('3, %L, %L, %L, %L, %L, %L', array_agg(id), array_agg(version), array_agg(state), array_agg(next_change), array_agg(4), array_agg(next_change + interval '1 h'))
            from (select * from status where shard = 3 and next_change <= '2026-11-20 12:00Z' order by next_change, id limit {{Batch}}) t
            """, connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using NpgsqlCommand command = new(sql, connection);
        _ = await command.ExecuteNonQueryAsync();
    }

    private static async Task<PlanNode[]> PlanAsync(NpgsqlConnection connection, string sql)
    {
        await using NpgsqlCommand command = new($"explain (analyze, timing off, format json) {sql}", connection);
        using JsonDocument plan = JsonDocument.Parse((string)(await command.ExecuteScalarAsync())!);
        List<PlanNode> nodes = [];
        Collect(plan.RootElement[0].GetProperty("Plan"), nodes);
        return [.. nodes];
    }

    private static void Collect(JsonElement node, List<PlanNode> nodes)
    {
        double rows = Number("Actual Rows") + Number("Rows Removed by Filter");
        string type = Text("Node Type");
        if (type is not "Function Scan" and not "Subquery Scan")
        {
            nodes.Add(new PlanNode(type, Text("Relation Name"), Text("Index Name"), rows * Number("Actual Loops")));
        }

        foreach (JsonElement child in node.TryGetProperty("Plans", out JsonElement plans) ? plans.EnumerateArray() : default)
        {
            Collect(child, nodes);
        }

        string Text(string name) => node.TryGetProperty(name, out JsonElement value) ? value.GetString()! : "";

        double Number(string name) => node.TryGetProperty(name, out JsonElement value) ? value.GetDouble() : 0;
    }

    private sealed record PlanNode(string Type, string Table, string Index, double Rows);
}
