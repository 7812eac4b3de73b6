using Kairos.Apps.Tests.Cli;
using Kairos.Cli.Rehearse;

namespace Kairos.Apps.Tests.Rehearse;

public sealed class ServerClientTests
{
    private const string Nodes = """{"nodes":[{"number":7,"state":"active","held":3}]}""";

    [Fact]
    public async Task A_server_that_is_gone_is_passed_over()
    {
        FakeServer gone = await FakeServer.StartAsync();
        Uri address = new(gone.Address);
        await gone.DisposeAsync();
        await using FakeServer there = (await FakeServer.StartAsync()).On("GET /api/nodes", Nodes);
        using ServerClient client = new([address, new(there.Address)]);

        for (int i = 0; i < 4; i++)
        {
            (await client.NodesAsync(CancellationToken.None)).ShouldHaveSingleItem().Number.ShouldBe(7);
        }
    }

    [Fact]
    public async Task Whoever_has_the_port_of_a_server_that_was_killed_is_not_asked()
    {
        await using FakeServer stranger = (await FakeServer.StartAsync()).On("GET /api/nodes", "no such page", 404, "text/plain");
        await using FakeServer there = (await FakeServer.StartAsync()).On("GET /api/nodes", Nodes);
        using ServerClient client = new([new(stranger.Address), new(there.Address)]);

        client.Leave(0);

        for (int i = 0; i < 4; i++)
        {
            (await client.NodesAsync(CancellationToken.None)).ShouldHaveSingleItem().Number.ShouldBe(7);
        }

        stranger.Requests.ShouldBeEmpty();
    }
}
