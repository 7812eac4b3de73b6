using System.Text.Json;

namespace Kairos.Apps.Tests.Server;

/// <summary>Nodes where there is one: a server on SQLite.</summary>
public sealed class NodesApiTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Server_that_has_its_store_alone_is_node_1()
    {
        JsonElement node = (await _server.AskAsync(HttpMethod.Get, "api/nodes", owner: null)).Body.GetProperty("nodes").EnumerateArray().ShouldHaveSingleItem();

        node.GetProperty("number").GetInt32().ShouldBe(1);
        node.GetProperty("state").GetString().ShouldBe("active");
        node.GetProperty("self").GetBoolean().ShouldBeTrue();
        node.GetProperty("seen").GetDateTimeOffset().ShouldBeGreaterThanOrEqualTo(node.GetProperty("since").GetDateTimeOffset());
        node.GetProperty("silentMs").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Drained_it_says_so_is_not_ready_and_still_takes_jobs()
    {
        (await _server.AskAsync(HttpMethod.Get, "health/ready")).Status.ShouldBe(200);
        (await _server.AskAsync(HttpMethod.Post, "api/nodes/1/drain", new { drain = true })).Status.ShouldBe(200);

        (int status, JsonElement ready) = await _server.AskAsync(HttpMethod.Get, "health/ready");
        (status, ready.GetProperty("status").GetString()).ShouldBe((503, "draining"));
        JsonElement health = (await _server.AskAsync(HttpMethod.Get, "health")).Body;
        (health.GetProperty("status").GetString(), health.GetProperty("draining").GetBoolean(), health.GetProperty("node").GetInt32()).ShouldBe(("ok", true, 1));
        (await _server.AskAsync(HttpMethod.Post, "api/jobs", new { kind = "demo.echo" })).Status.ShouldBe(201);

        (await _server.AskAsync(HttpMethod.Post, "api/nodes/1/drain", new { drain = false })).Status.ShouldBe(200);
        (await _server.AskAsync(HttpMethod.Get, "health/ready")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Unknown_node_and_a_body_that_does_not_say_are_refused_with_the_remedy()
    {
        (int status, JsonElement problem) = await _server.AskAsync(HttpMethod.Post, "api/nodes/7/drain", new { drain = true });
        (status, problem.GetProperty("code").GetString()).ShouldBe((404, "not-found"));
        problem.GetProperty("remedy").GetString()!.ShouldContain("kairos node list");

        (status, problem) = await _server.AskAsync(HttpMethod.Post, "api/nodes/1/drain", new { });
        status.ShouldBe(400);
        problem.GetProperty("remedy").GetString()!.ShouldContain("{\"drain\":true}");
    }
}
