using System.Data.Common;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Schema;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Tests.Schema;

/// <summary>The index by which a pass reads the rows of a filter, one in sixty of the table, and no others.</summary>
public sealed class KeyIndexTests(PostgresFixture server)
{
    private static readonly StateMapping s_without = AdMapping.Units with { KeyIndex = false };

    [Theory]
    [InlineData(StateDatabaseKind.PostgreSql, false)]
    [InlineData(StateDatabaseKind.PostgreSql, true)]
    [InlineData(StateDatabaseKind.Sqlite, false)]
    [InlineData(StateDatabaseKind.Sqlite, true)]
    public async Task A_pass_reads_the_filters_rows_along_it(StateDatabaseKind kind, bool isAnalyzed)
    {
        await using UserDatabase database = await FilledAsync(kind, AdMapping.Units);
        await database.RunAsync(isAnalyzed ? "analyze" : "select 1");
        Statements statements = new(AdMapping.Units, Dialect.Of(kind, "UTC"));

        string pass = await PlanAsync(database, statements.ByKey, 0, long.MaxValue, 500);
        string keys = await PlanAsync(database, statements.Keys);

        pass.ShouldContain("kairos_units_keys_");
        pass.ShouldNotContain("Sort");
        pass.ShouldNotContain("TEMP B-TREE");
        pass.ShouldNotContain("Rows Removed by Filter");
        keys.ShouldContain("kairos_units_keys_");
    }

    [Theory]
    [InlineData(StateDatabaseKind.PostgreSql)]
    [InlineData(StateDatabaseKind.Sqlite)]
    public async Task It_is_none_of_the_plan_where_the_mapping_leaves_it_out_or_has_no_filter_and_goes_when_it_is_left_out_later(StateDatabaseKind kind)
    {
        await using UserDatabase database = await FilledAsync(kind, AdMapping.Units);
        foreach (StateMapping without in (StateMapping[])[s_without, AdMapping.Units with { Filter = null }])
        {
            InstallPlan plan = await InstallPlan.ReadAsync(database.Source, kind, without, CancellationToken.None);
            plan.Steps.ShouldNotContain(step => step.Title.Contains("for passes", StringComparison.Ordinal));
        }

        _ = await new Installer(database.Source, kind, s_without, TimeProvider.System).ApplyAsync(null, CancellationToken.None);

        (await database.DumpAsync() ?? "").ShouldNotContain("kairos_units_keys_");
        (await InstallPlan.ReadAsync(database.Source, kind, s_without, CancellationToken.None)).IsDone.ShouldBeTrue();
    }

    [Fact]
    public async Task It_is_built_while_writers_go_on()
    {
        await using UserDatabase database = await UserDatabase.PostgreSqlAsync(server);
        await database.RunAsync(UserDatabase.Ads);

        InstallPlan plan = await InstallPlan.ReadAsync(database.Source, database.Kind, AdMapping.Units, CancellationToken.None);

        InstallStep step = plan.Steps[2];
        step.Sql.ShouldStartWith("create index concurrently kairos_units_keys_");
        step.Sql.ShouldContain("on public.dsp_show_status (id) where (type = 'unit' and channel = 1)");
        step.IsTransaction.ShouldBeFalse();
        step.RunsLong.ShouldBeTrue();
    }

    private async Task<UserDatabase> FilledAsync(StateDatabaseKind kind, StateMapping mapping)
    {
        UserDatabase database = kind == StateDatabaseKind.PostgreSql ? await UserDatabase.PostgreSqlAsync(server) : await UserDatabase.SqliteAsync();
        string numbers = kind == StateDatabaseKind.PostgreSql
            ? "select generate_series(100, 60000) as n"
            : "with recursive s(n) as (select 100 union all select n + 1 from s where n < 60000) select n from s";
        await database.RunAsync(UserDatabase.Ads);
        await database.RunAsync($"insert into dsp_show_status (id, type, channel, shard, unit_id, status) select n * 45, case n % 60 when 0 then 'unit' else 'plan' end, 1, n % 2, n, 0 from ({numbers}) t; insert into ad_unit (id, time_series) select unit_id, '1' from dsp_show_status where type = 'unit' and id > 4500");
        _ = await new Installer(database.Source, kind, mapping, TimeProvider.System).ApplyAsync(null, CancellationToken.None);
        return database;
    }

    private static async Task<string> PlanAsync(UserDatabase database, string sql, params long[] values)
    {
        bool server = database.Kind == StateDatabaseKind.PostgreSql;
        await using DbCommand command = database.Source.CreateCommand($"{(server ? "explain (analyze, timing off)" : "explain query plan")} {sql}");
        for (int i = 0; i < values.Length; i++)
        {
            DbParameter parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (server ? "" : $"${i + 1}", values[i]);
            _ = command.Parameters.Add(parameter);
        }

        List<string> lines = [];
        await using DbDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(server ? 0 : 3));
        }

        return string.Join('\n', lines);
    }
}
