using System.Text.Json;
using Kairos.Apps.Tests.Server;

namespace Kairos.Apps.Tests.Cli;

/// <summary><c>kairos states</c> against a real server over a table in SQLite.</summary>
public sealed class StatesTests : IAsyncLifetime
{
    private readonly AdFile _ads = new();
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync(_ads.Mapping);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _ads.Dispose();
    }

    [Fact]
    public async Task A_mapping_is_planned_applied_filled_listed_and_removed()
    {
        string plan = (await RunAsync("plan", "ads")).Ok().Out;
        plan.ShouldContain("create index");
        plan.ShouldContain("`kairos states apply ads` does them");
        (await RunAsync("apply", "ads")).Ok().Out.ShouldNotContain("missing");
        (await RunAsync("plan", "ads")).Ok().Out.ShouldContain("-- All is done.");

        string filled = (await RunAsync("backfill", "ads", "--wait")).Ok().Out;
        filled.ShouldContain("ads: backfill done, 100 %, 3 rows");
        filled.ShouldContain("mended      2");
        _ads.Status.ShouldBe("0 4 2");
        (await RunAsync("list")).Ok().Out.ShouldContain("backfill done");
        (await RunAsync("remove", "ads")).Ok();
        (await RunAsync("list")).Ok().Out.ShouldContain("off");
    }

    [Fact]
    public async Task A_repair_mends_what_was_spoiled_and_names_it()
    {
        await RunAsync("apply", "ads");
        await RunAsync("backfill", "ads", "--wait");
        _ads.Ask("update ad set status = 4 where id = 3 returning id").ShouldBe("3");

        JsonElement pass = (await RunAsync("repair", "ads", "--wait", "--rate", "1000", "--json")).Ok().Json();
        Ran ended = await RunAsync("pass", pass.GetProperty("id").GetString()!, "--cancel");

        pass.GetProperty("counts").GetProperty("differentKeys")[0].GetInt32().ShouldBe(3);
        _ads.Status.ShouldBe("0 4 2");
        (ended.Code, ended.Error).ShouldBe((1, $"error: The pass {pass.GetProperty("id").GetString()} has ended already.\n"));
        (await RunAsync("pass", pass.GetProperty("id").GetString()!, "--wait")).Ok().Out.ShouldContain("differed    1 (status 1,");
    }

    [Fact]
    public async Task Ticks_are_asked_for_paused_and_resumed()
    {
        (await RunAsync("tick", "ads")).Error.ShouldContain("error: The mapping 'ads' is not enabled");
        await RunAsync("apply", "ads");
        (await RunAsync("tick", "ads")).Ok().Out.ShouldContain("asked for the tick of");
        while ((await RunAsync("ticks", "ads", "--count", "3")).Ok().Out is { } ticks && !ticks.Contains("1 done", StringComparison.Ordinal))
        {
            // It runs at once; its record is there some milliseconds later.
        }

        (await RunAsync("pause", "ads")).Ok().Out.ShouldContain("ticks       off");
        (await RunAsync("resume", "ads")).Ok().Out.ShouldContain("ticks       on, every");
        (await RunAsync("status", "ads")).Ok().Out.ShouldContain("zone        Asia/Shanghai");
    }

    [Fact]
    public async Task A_row_is_explained_edited_and_exhausted()
    {
        await RunAsync("apply", "ads");
        (await RunAsync("why", "ads", "2")).Ok().Out.ShouldStartWith("row 2 is off. This half hour in Asia/Shanghai is none of its slots.");
        string edited = (await RunAsync("edit", "ads", "2", "--no-grid", "--end", "2099-01-01T00:00:00Z")).Ok().Out;
        edited.ShouldStartWith("row 2 is on.\n");
        edited.ShouldContain("end         2099-01-01 00:00:00.000Z");
        edited.ShouldContain(": as it should be");
        edited.ShouldContain("version     1");
        (await RunAsync("edit", "ads", "2", "--paused", "true", "--if-version", "0")).Error.ShouldContain("has been changed since");
        (await RunAsync("edit", "ads", "2", "--grid", "0101")).Error.ShouldContain("keeps grids as slots");
        (await RunAsync("edit", "ads", "2")).Error.ShouldContain("The edit changes nothing");
        (await RunAsync("exhausted", "ads", "1")).Ok().Out.ShouldStartWith("row 1 is off. Its budget is used up");
        (await RunAsync("exhausted", "ads", "3", "--at", "2020-01-01T00:00:00Z")).Ok().Out.ShouldContain("budgetExhausted");
        (await RunAsync("exhausted", "ads", "3", "--at", "2999-01-01T00:00:00Z")).Error.ShouldContain("still to come");
        (await RunAsync("exhausted", "ads", "3", "--at", "noon")).ShouldBeUsage("--at 'noon' is not understood");
        (await RunAsync("why", "ads", "one")).ShouldBeUsage("KEY 'one' is not understood: write a whole number.");
        (await RunAsync("why", "ads", "99")).Error.ShouldContain("has no row of key 99");
        (await RunAsync("forecast", "ads")).Ok().Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(49);
    }

    [Fact]
    public async Task Settings_that_are_named_change_and_the_others_stay()
    {
        (await RunAsync("settings", "ads")).Ok().Out.ShouldContain("mode        next-change");
        (await RunAsync("settings", "ads", "--rate", "5000", "--logging", "ticks")).Ok().Out.ShouldContain("rate        5,000 rows a second");
        string set = (await RunAsync("settings", "ads", "--mode", "full", "--rate", "none")).Ok().Out;

        set.ShouldContain("mode        full");
        set.ShouldContain("rate        no limit");
        set.ShouldContain("logging     ticks");
        (await RunAsync("settings", "ads", "--rate", "0")).ShouldBeUsage("--rate '0'", "write a whole number from 1 on, or none");
    }

    [Fact]
    public async Task Unknown_mapping_is_refused_with_those_that_are_known() =>
        (await RunAsync("status", "adz")).Error.ShouldBe("error: This server knows no mapping 'adz': it knows ads.\n");

    private Task<Ran> RunAsync(params string[] args) =>
        new CommandLine(_server.Http.BaseAddress!.ToString()) { Time = TimeProvider.System }.RunAsync(["states", .. args]);
}
