using System.Globalization;
using System.Net;
using System.Text.Json;
using Kairos.Apps.Tests.Cli;
using Kairos.Lab.Databases;

namespace Kairos.Apps.Tests.Server;

/// <summary>Two servers on one PostgreSQL, asked over the command line.</summary>
public sealed class ClusterTests(DatabaseYard yard) : IAsyncLifetime
{
    private RunningCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await RunningCluster.StartAsync(yard);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Node_list_shows_both_with_their_clocks_and_marks_the_one_that_answers()
    {
        JsonElement[] nodes = [.. (await RightAsync("node", "list", "--json")).Ok().Json().GetProperty("nodes").EnumerateArray()];
        string table = (await LeftAsync("node", "list")).Ok().Out;

        nodes.Select(n => n.GetProperty("name").GetString()).ShouldBe(["left", "right"], ignoreOrder: true);
        nodes.Select(n => n.GetProperty("state").GetString()).ShouldBe(["active", "active"]);
        nodes.Single(n => n.GetProperty("self").GetBoolean()).GetProperty("name").GetString().ShouldBe("right");
        nodes.ShouldAllBe(n => n.GetProperty("clockUncertaintyMs").GetDouble() > 0);
        nodes[0].GetProperty("kinds").EnumerateArray().Select(k => k.GetString()).ShouldBe(["demo.echo", "seats.grab", "seats.preflight"]);
        table.ShouldContain("left (asked)");
        table.ShouldContain(" ± ");
    }

    [Fact]
    public async Task Server_with_keys_of_its_own_is_refused_before_it_seals_anything() =>
        (await Should.ThrowAsync<InvalidDataException>(_cluster.StartStrangerAsync)).Message.ShouldContain("Copy their key file to");

    [Fact]
    public async Task Drained_node_is_taken_out_of_the_balance_and_comes_back()
    {
        string right = await NumberAsync("right");

        (await LeftAsync("node", "drain", right)).Ok().Out.ShouldStartWith($"node {right} drains");
        await UntilReadyAnswersAsync(HttpStatusCode.ServiceUnavailable);
        (await LeftAsync("node", "list")).Out.ShouldContain("draining");
        (await RightAsync("version")).Ok().Out.ShouldContain($"node   {right}, draining\n");

        (await RightAsync("node", "drain", right, "--off", "--json")).Ok().Json().GetProperty("drain").GetBoolean().ShouldBeFalse();
        await UntilReadyAnswersAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Node_that_stopped_in_good_order_has_left_and_can_not_be_drained()
    {
        string right = await NumberAsync("right");
        await _cluster.StopRightAsync();

        JsonElement gone = (await LeftAsync("node", "list", "--json")).Ok().Json().GetProperty("nodes").EnumerateArray().Single(n => n.GetProperty("name").GetString() == "right");
        Ran ran = await LeftAsync("node", "drain", right);

        gone.GetProperty("state").GetString().ShouldBe("left");
        ran.Code.ShouldBe(1);
        ran.Error.ShouldContain($"There is no living node {right}.");
        ran.Error.ShouldContain("kairos node list");
    }

    [Fact]
    public async Task Job_submitted_at_one_is_seen_and_cancelled_at_the_other()
    {
        string id = (await LeftAsync("job", "submit", "demo.echo", "--at", "2099-01-01T00:00:00Z", "--json")).Ok().Json().GetProperty("id").GetString()!;

        (await RightAsync("job", "show", id)).Ok().Out.ShouldContain("2099-01-01");
        (await RightAsync("job", "cancel", id)).Ok();
        (await LeftAsync("job", "cancel", id)).Code.ShouldBe(1);
    }

    [Fact]
    public async Task School_added_at_one_serves_grabs_at_the_other_whose_session_both_can_open()
    {
        (await LeftAsync("seats", "add", "ecut")).Ok().Out.ShouldContain("1141");

        (await RightAsync("seats", "school", "show", "ecut")).Ok().Out.ShouldContain("1141");
        (await RightAsync("seats", "grab", $"抢座; ecut; 1141; 7; {RunningServer.Cookies}")).Ok().Out.ShouldContain("20:10:00");
        (await LeftAsync("seats", "status")).Ok().Out.ShouldContain("A grab at ecut waits");
        (await LeftAsync("seats", "cancel")).Ok();
        (await RightAsync("seats", "result")).Code.ShouldBe(1);
    }

    [Fact]
    public async Task What_an_operator_sets_at_one_is_known_at_the_other_soon()
    {
        await LeftAsync("seats", "add", "ecut");
        await RightAsync("seats", "school", "show", "ecut");
        (await LeftAsync("seats", "school", "set", "ecut", "--opens-at", "06:30")).Ok();

        await UntilAsync(async () => (await RightAsync("seats", "school", "show", "ecut")).Ok().Out.Contains("06:30:00", StringComparison.Ordinal));
    }

    private Task<Ran> LeftAsync(params string[] args) => new CommandLine(_cluster.Left) { Time = TimeProvider.System }.RunAsync(args);

    private Task<Ran> RightAsync(params string[] args) => new CommandLine(_cluster.Right) { Time = TimeProvider.System }.RunAsync(args);

    private async Task<string> NumberAsync(string name) => (await LeftAsync("node", "list", "--json")).Json().GetProperty("nodes").EnumerateArray()
        .Single(n => n.GetProperty("name").GetString() == name).GetProperty("number").GetInt32().ToString(CultureInfo.InvariantCulture);

    // A node heeds it with its next beat.
    private async Task UntilReadyAnswersAsync(HttpStatusCode wanted)
    {
        using HttpClient http = new() { BaseAddress = new Uri(_cluster.Right) };
        await UntilAsync(async () =>
        {
            using HttpResponseMessage ready = await http.GetAsync(new Uri("health/ready", UriKind.Relative));
            return ready.StatusCode == wanted;
        });
    }

    // The servers' clock is the real one: they are asked again until they answer so.
    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        long begun = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            TimeProvider.System.GetElapsedTime(begun).ShouldBeLessThan(TimeSpan.FromSeconds(30));
        }
    }
}
