using System.Text.Json;

namespace Kairos.Apps.Tests.Cli;

public sealed class VersionTests
{
    private const string Health = """{"status":"healthy","version":"0.1.0","store":"SQLite 3.40.1","kinds":["demo.echo","seats.grab"],"armed":1203,"now":"2026-11-20T12:00:00.000000Z"}""";

    [Fact]
    public async Task Version_is_that_of_both_sides()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On("GET /health", Health);

        Ran ran = (await new CommandLine(server).With("KAIROS_OWNER", null).RunAsync("version")).Ok();

        ran.Out.ShouldStartWith("kairos 0.1.0");
        ran.Out.ShouldContain($"server 0.1.0 at {server.Address}/: healthy\n");
        ran.Out.ShouldContain("kinds  demo.echo, seats.grab\n");
        ran.Out.ShouldContain("armed  1,203\n");
    }

    [Fact]
    public async Task Silent_server_is_news_and_no_failure()
    {
        Ran ran = (await new CommandLine().RunAsync("version")).Ok();

        ran.Out.ShouldContain("no server answers at http://127.0.0.1:9/");
    }

    [Fact]
    public async Task Json_holds_both_sides()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On("GET /health", Health);

        JsonElement both = (await new CommandLine(server).RunAsync("version", "--json")).Ok().Json();
        JsonElement alone = (await new CommandLine().RunAsync("version", "--json")).Ok().Json();

        both.GetProperty("health").GetRawText().ShouldBe(Health);
        both.GetProperty("version").GetString().ShouldStartWith("0.1.0");
        alone.GetProperty("health").ValueKind.ShouldBe(JsonValueKind.Null);
        alone.GetProperty("silence").GetString()!.ShouldContain("no server answers");
    }

    [Fact]
    public async Task Version_option_prints_the_number_alone() =>
        (await new CommandLine().RunAsync("--version")).Ok().Out.ShouldStartWith("0.1.0");
}
