namespace Kairos.Apps.Tests.Cli;

public sealed class NodeListTests
{
    private const string Nodes = """
        {"nodes":[
          {"number":1,"name":"left","state":"active","since":"2026-11-20T12:00:00Z","seen":"2026-11-20T12:00:30Z","silentMs":40900.5,"version":"1.0","kinds":[],"self":false},
          {"number":2,"name":"right","state":"active","since":"2026-11-20T12:00:00Z","seen":"2026-11-20T12:01:10.5Z","silentMs":null,"version":"1.0","kinds":[],"self":true}]}
        """;

    [Fact]
    public async Task A_node_that_is_silent_is_marked_and_all_show_when_they_were_seen()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On("GET /api/nodes", Nodes);

        string[] table = (await new CommandLine(server).RunAsync("node", "list")).Ok().Out.Split('\n');

        table.Single(line => line.Contains("left", StringComparison.Ordinal)).ShouldContain("active, silent for 40 s");
        table.Single(line => line.Contains("right", StringComparison.Ordinal)).ShouldNotContain("silent");
        table.Single(line => line.Contains("right", StringComparison.Ordinal)).ShouldContain("2026-11-20 12:01:10.500Z");
    }

    [Fact]
    public async Task As_JSON_it_has_the_span()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On("GET /api/nodes", Nodes);

        (await new CommandLine(server).RunAsync("node", "list", "--json")).Ok().Json().GetProperty("nodes")[0].GetProperty("silentMs").GetDouble().ShouldBe(40_900.5);
    }
}
