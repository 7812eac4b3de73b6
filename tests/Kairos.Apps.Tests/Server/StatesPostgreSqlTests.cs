using System.Text.Json;
using Kairos.Apps.Tests.Cli;
using Kairos.Lab.Databases;

namespace Kairos.Apps.Tests.Server;

/// <summary>A server over a table in PostgreSQL, from the command line.</summary>
public sealed class StatesPostgreSqlTests(DatabaseYard yard) : IAsyncLifetime
{
    private AdTable _ads = null!;
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _ads = await AdTable.CreateAsync(yard);
        _server = await RunningServer.StartAsync(_ads.Mapping);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _ads.DisposeAsync();
    }

    [Fact]
    public async Task A_mapping_lives_from_plan_to_remove()
    {
        (await RunAsync("plan", "ads")).Ok().Out.ShouldContain("create index concurrently");
        (await RunAsync("apply", "ads")).Ok().Out.ShouldNotContain("missing");
        (await RunAsync("backfill", "ads", "--wait")).Ok().Out.ShouldContain("ads: backfill done, 100 %, 3 rows");
        (await _ads.StatusAsync()).ShouldBe("0 4 2");
        (await RunAsync("forecast", "ads")).Ok().Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(49);

        (await RunAsync("remove", "ads")).Ok();
        (await _ads.AskAsync("select count(*) from pg_attribute where attname = 'next_change' and not attisdropped and attrelid = 'ad'::regclass")).ShouldBe("0");
        (await _ads.AskAsync("select count(*) from pg_class where relname like 'kairos%'")).ShouldBe("0");
        (await _ads.StatusAsync()).ShouldBe("0 4 2");
    }

    [Fact]
    public async Task A_tick_does_what_an_edit_by_SQL_made_due()
    {
        await RunAsync("apply", "ads");
        await RunAsync("backfill", "ads", "--wait");
        await _ads.AskAsync("update ad_unit set grid = null where id = 12");
        JsonElement asked = (await RunAsync("tick", "ads", "--json")).Ok().Json();

        JsonElement tick;
        do
        {
            tick = (await RunAsync("ticks", "ads", "--json")).Ok().Json().GetProperty("ticks").EnumerateArray().First(one => one.GetProperty("due").GetString() == asked.GetProperty("due").GetString());
        }
        while (tick.GetProperty("done").GetInt32() < 2);

        tick.GetProperty("flips")[0].ToString().ShouldBe("""{"from":"outsideSlots","to":"on","rows":1}""");
        tick.GetProperty("statements").GetInt64().ShouldBeGreaterThan(1);
        (await _ads.StatusAsync()).ShouldBe("0 0 2");
    }

    [Fact]
    public async Task A_row_is_explained_edited_by_its_own_version_and_exhausted()
    {
        await RunAsync("apply", "ads");
        await RunAsync("backfill", "ads", "--wait");
        string version = (await RunAsync("why", "ads", "2", "--json")).Ok().Json().GetProperty("version").GetRawText();

        (await RunAsync("edit", "ads", "2", "--no-grid", "--if-version", version)).Ok().Out.ShouldStartWith("row 2 is on.");
        (await RunAsync("edit", "ads", "2", "--paused", "true", "--if-version", version)).Error.ShouldContain("has been changed since");
        (await RunAsync("exhausted", "ads", "1")).Ok().Out.ShouldStartWith("row 1 is off. Its budget is used up");
        (await _ads.StatusAsync()).ShouldBe("8 0 2");
    }

    [Fact]
    public async Task Rows_in_shards_that_are_not_mapped_are_told_by_a_pass()
    {
        await RunAsync("apply", "ads");
        await _ads.AskAsync("insert into ad values (4, 7, 11)");

        (await RunAsync("repair", "ads", "--wait")).Ok().Out.ShouldContain("unticked    1, in shards that the mapping does not name; as 4");
        using HttpResponseMessage page = await _server.Http.GetAsync(new Uri("states/ads", UriKind.Relative));
        (await page.Content.ReadAsStringAsync()).ShouldContain("In shards not mapped: never ticked</dt><dd>1 (as 4)</dd>");
    }

    [Fact]
    public async Task A_tick_of_a_mapping_that_no_server_has_any_more_is_ended_as_any_job_of_its_owner()
    {
        await RunAsync("apply", "ads");

        string id = (await new CommandLine(_server.Http.BaseAddress!.ToString()) { Time = TimeProvider.System }.RunAsync(["job", "list", "--as", "kairos", "--kind", "states.tick", "--key", "ads/1", "--json"]))
            .Ok().Json().GetProperty("jobs")[0].GetProperty("id").GetString()!;

        (await new CommandLine(_server.Http.BaseAddress!.ToString()) { Time = TimeProvider.System }.RunAsync(["job", "cancel", id, "--as", "kairos"])).Ok();
    }

    [Fact]
    public async Task An_installation_lets_go_of_its_lock_and_connections_say_whose_they_are()
    {
        await RunAsync("apply", "ads");
        await RunAsync("apply", "ads");

        (await _ads.AskAsync("select count(*) from pg_locks where locktype = 'advisory'")).ShouldBe("0");
        (await _ads.AskAsync("select string_agg(distinct application_name, ',') from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()")).ShouldBe("kairos states ads");
    }

    [Fact]
    public async Task What_does_not_fit_is_told_by_plan_and_stands_against_apply()
    {
        await _ads.AskAsync("alter table ad_unit rename column grid to slots; alter table ad alter unit_id type text");
        Ran plan = await RunAsync("plan", "ads");
        (int status, JsonElement problem) = await _server.AskAsync(HttpMethod.Post, "api/states/ads/apply");
        Ran apply = await RunAsync("apply", "ads");

        plan.Code.ShouldBe(1);
        plan.Out.ShouldContain("-- error: ad_unit.grid: there is no such column");
        (status, problem.GetProperty("code").GetString()).ShouldBe((409, "does-not-fit"));
        problem.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("column").GetString()).ShouldBe(["unit_id", "grid"], ignoreOrder: true);
        apply.Code.ShouldBe(1);
        apply.Error.ShouldContain("- ad_unit.grid: there is no such column");
    }

    [Fact]
    public async Task Where_a_mapped_table_is_missing_plan_says_so_and_nothing_else_is_done()
    {
        await _ads.AskAsync("drop table ad_unit");
        Ran plan = await RunAsync("plan", "ads");

        plan.Code.ShouldBe(1);
        plan.Out.ShouldStartWith("-- error: ad_unit: there is no such table");
        foreach (string verb in (string[])["apply", "resume", "remove"])
        {
            (await RunAsync(verb, "ads")).Error.ShouldContain("- ad_unit: there is no such table");
        }
    }

    private Task<Ran> RunAsync(params string[] args) =>
        new CommandLine(_server.Http.BaseAddress!.ToString()) { Time = TimeProvider.System }.RunAsync(["states", .. args]);
}
