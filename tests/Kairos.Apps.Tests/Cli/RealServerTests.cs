using System.Text.Json;
using Kairos.Apps.Tests.Server;

namespace Kairos.Apps.Tests.Cli;

/// <summary>Every verb that asks a server, against the real one: what the two say to each other is written down on both sides.</summary>
public sealed class RealServerTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_school_is_added_shown_changed_and_listed()
    {
        (await RunAsync("seats", "add", "ecut")).Ok().Out.ShouldContain("1141");
        (await RunAsync("seats", "add", "ecut", "--json")).Ok().Json().GetProperty("rooms").GetArrayLength().ShouldBe(6);
        (await RunAsync("seats", "school", "show", "ecut")).Ok().Out.ShouldContain("20:10:00");
        (await RunAsync("seats", "school", "set", "ecut", "--opens-at", "20:00")).Ok().Out.ShouldContain("20:00:00");
        (await RunAsync("seats", "schools")).Ok().Out.ShouldContain("ecut");

        Ran unknown = await RunAsync("seats", "add", "nowhere");
        (unknown.Code, unknown.Error).ShouldBe((1, "error: The venue knows no school 'nowhere'.\nremedy: Check its abbreviation.\n"));
    }

    [Fact]
    public async Task A_grab_is_accepted_shown_and_cancelled()
    {
        await RunAsync("seats", "add", "ecut");
        (await RunAsync("seats", "grab", $"抢座; ecut; 1141; 7; {RunningServer.Cookies}")).Ok().Out.ShouldContain("20:10:00");
        (await RunAsync("seats", "status")).Ok().Out.ShouldContain("A grab at ecut waits");
        (await RunAsync("seats", "status", "--json")).Ok().Json().GetProperty("ok").GetBoolean().ShouldBeTrue();
        (await RunAsync("seats", "result")).Code.ShouldBe(1);
        (await RunAsync("seats", "cancel")).Ok();
        (await RunAsync("seats", "cancel")).Code.ShouldBe(1);
    }

    [Fact]
    public async Task A_job_is_submitted_run_and_shown()
    {
        JsonElement submitted = (await RunAsync("job", "submit", "demo.echo", "--payload", """{"text":"hello"}""", "--json")).Ok().Json();
        string id = submitted.GetProperty("id").GetString()!;
        string runs = await RunsAsync();
        runs.ShouldContain("succeeded");
        (await RunAsync("job", "show", id)).Ok().Out.ShouldContain("{\"text\":\"hello\"}");
        (await RunAsync("version")).Ok().Out.ShouldContain("demo.echo");
    }

    [Fact]
    public async Task A_job_to_come_is_listed_and_cancelled()
    {
        JsonElement submitted = (await RunAsync("job", "submit", "demo.echo", "--at", "2099-01-01T00:00:00Z", "--key", "one", "--json")).Ok().Json();
        string id = submitted.GetProperty("id").GetString()!;
        (await RunAsync("job", "list")).Ok().Out.ShouldContain(id);
        (await RunAsync("job", "list", "--json")).Ok().Json().GetProperty("jobs")[0].GetProperty("key").GetString().ShouldBe("one");
        (await RunAsync("job", "submit", "demo.echo", "--key", "one")).Code.ShouldBe(1);
        (await RunAsync("job", "cancel", id)).Ok();
        (await RunAsync("job", "cancel", id)).Code.ShouldBe(1);
    }

    [Fact]
    public async Task A_job_to_come_is_edited_paused_resumed_and_run()
    {
        JsonElement submitted = (await RunAsync("job", "submit", "demo.echo", "--daily", "20:10", "--json")).Ok().Json();
        string id = submitted.GetProperty("id").GetString()!;
        (await RunAsync("job", "edit", id, "--payload", "{\"text\":\"new\"}", "--if-version", "1")).Ok().Out.ShouldBe("applied: the old content never starts\n");
        Ran conflict = await RunAsync("job", "edit", id, "--priority", "1", "--if-version", "1");
        conflict.Code.ShouldBe(1);
        conflict.Error.ShouldContain("remedy: Read it with GET");
        (await RunAsync("job", "pause", id)).Ok().Out.ShouldStartWith("applied");
        (await RunAsync("job", "list", "--state", "paused")).Ok().Out.ShouldContain(id);
        (await RunAsync("job", "resume", id, "--json")).Ok().Json().GetProperty("answer").GetString().ShouldBe("applied");
        (await RunAsync("job", "run", id)).Ok().Out.ShouldBe("applied: it runs now\n");
        (await RunsAsync()).ShouldContain("succeeded");
        (await RunAsync("job", "show", id)).Ok().Out.ShouldContain("20:10:00");
        (await RunAsync("job", "cancel", id)).Ok();
        (await RunAsync("job", "pause", id)).Code.ShouldBe(1);
    }

    private Task<Ran> RunAsync(params string[] args) => new CommandLine(_server.Http.BaseAddress!.ToString()) { Time = TimeProvider.System }.RunAsync(args);

    private async Task<string> RunsAsync()
    {
        // The job is due at once; its run is there some milliseconds later.
        Ran ran;
        do
        {
            ran = await RunAsync("runs");
        }
        while (ran.Out.StartsWith("No runs", StringComparison.Ordinal));

        return ran.Ok().Out;
    }
}
