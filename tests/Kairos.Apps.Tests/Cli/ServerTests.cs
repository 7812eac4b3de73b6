namespace Kairos.Apps.Tests.Cli;

public sealed class ServerTests
{
    [Fact]
    public async Task Silent_address_is_told_with_the_way_to_start_a_server()
    {
        Ran ran = await new CommandLine().RunAsync("job", "list");

        ran.Code.ShouldBe(1);
        ran.Out.ShouldBeEmpty();
        ran.Error.ShouldStartWith("error: no server answers at http://127.0.0.1:9/\nremedy: start one with `kairos serve`");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("127.0.0.1:7070")]
    public async Task Address_that_is_none_is_a_usage_error(string address)
    {
        (await new CommandLine().RunAsync("job", "list", "--server", address)).ShouldBeUsage($"'{address}' is no address", "http://127.0.0.1:7070");
        (await new CommandLine().With("KAIROS_SERVER", address).RunAsync("job", "list")).ShouldBeUsage("KAIROS_SERVER");
    }

    [Fact]
    public async Task Option_goes_before_the_variable_and_a_path_is_kept()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On("GET /kairos/api/jobs", """{"jobs":[],"next":null}""");

        (await new CommandLine().RunAsync("job", "list", "--server", $"{server.Address}/kairos")).Ok();

        server.Request.Target.ShouldBe("/kairos/api/jobs");
    }

    [Fact]
    public async Task Answer_that_is_no_JSON_is_told_with_what_it_was()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On("GET /api/jobs", "<html>", 404, "text/html");

        Ran ran = await new CommandLine(server).RunAsync("job", "list");

        ran.Code.ShouldBe(1);
        ran.Error.ShouldContain("answered 404 with text/html instead of JSON");
        ran.Error.ShouldContain("--server");
    }

    [Fact]
    public async Task Document_without_what_the_contract_promises_is_told()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On("GET /api/jobs", """{"items":[]}""");

        Ran ran = await new CommandLine(server).RunAsync("job", "list");

        ran.Code.ShouldBe(1);
        ran.Error.ShouldContain("the server's answer is not understood");
    }

    [Fact]
    public async Task Redirect_is_not_followed()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).Refuse("GET /api/jobs", 302, "{}");

        Ran ran = await new CommandLine(server).RunAsync("job", "list");

        ran.Code.ShouldBe(1);
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Faults_of_single_fields_are_listed()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).Refuse(
            "POST /api/jobs", 400, """{"title":"Not a job","status":400,"errors":{"kind":["is unknown"],"priority":["is too high"]}}""");

        Ran ran = await new CommandLine(server).RunAsync("job", "submit", "demo.echo");

        ran.Code.ShouldBe(1);
        ran.Error.ShouldBe("error: Not a job\nkind: is unknown\npriority: is too high\n");
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("""{"title":5}""")]
    public async Task Refusal_that_explains_nothing_is_told_by_its_status(string body)
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On("GET /api/jobs", body, 500);

        Ran ran = await new CommandLine(server).RunAsync("job", "list");

        ran.Code.ShouldBe(1);
        ran.Error.ShouldContain("the server answered 500 without saying why");
    }

    [Fact]
    public async Task Interrupt_ends_the_wait_without_a_word()
    {
        await using FakeServer server = await FakeServer.StartAsync();
        TaskCompletionSource never = new();
        server.Hold = never.Task;
        using CancellationTokenSource stop = new();

        Task<Ran> running = new CommandLine(server).RunAsync(stop.Token, "job", "list");
        await server.Asked;
        await stop.CancelAsync();

        (await running).ShouldBe(new Ran(130, "", ""));
    }
}
