namespace Kairos.Apps.Tests.Cli;

public sealed class JobTests
{
    private const string Job = """{"id":"06FZ1gqS7Yv1mXcP2kR9aB","kind":"demo.echo","owner":"alice","key":"k","state":"waiting","due":"2026-11-20T12:10:00.000000Z","at":"2026-11-20T12:10:05.250000Z","priority":2,"attempt":1,"version":3,"ran":4,"fence":7,"reason":"retry: [red]try[/] again","trigger":{"at":"2026-11-20T12:10:00.000000Z"},"payload":{"text":"你好"}}""";
    private const string Run = """{"job":"06FZ1gqS7Yv1mXcP2kR9aB","due":"2026-11-20T12:10:00.000000Z","attempt":1,"fence":6,"at":"2026-11-20T12:10:00.000000Z","started":"2026-11-20T12:10:00.000123Z","ended":"2026-11-20T12:10:00.002623Z","outcome":"retry","kind":"demo.echo","key":"k","reason":null,"latenessUs":123,"notes":null}""";

    [Fact]
    public async Task List_asks_with_all_filters_and_prints_a_row_a_job()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On("GET /api/jobs", $$"""{"jobs":[{{Job}}],"next":"c2"}""");

        Ran ran = (await new CommandLine(server).RunAsync(
            "job", "list", "--kind", "demo.echo", "--key", "a b&c", "--state", "waiting", "--limit", "1", "--after", "c1")).Ok();

        server.Request.ToString().ShouldBe("GET /api/jobs?kind=demo.echo&key=a%20b%26c&state=waiting&limit=1&after=c1");
        server.Request.Owner.ShouldBe("alice");
        string[] lines = ran.Out.Split('\n');
        lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["ID", "KIND", "KEY", "STATE", "AT", "ATTEMPT", "REASON"]);
        lines[1].ShouldContain("06FZ1gqS7Yv1mXcP2kR9aB  demo.echo  k    waiting  2026-11-20 12:10:05.250Z  1        retry: [red]try[/] again");
        lines[2].ShouldBe("There are more: add --after c2");
    }

    [Fact]
    public async Task List_without_filters_asks_for_all_and_says_when_there_is_nothing()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On("GET /api/jobs", """{"jobs":[],"next":null}""");

        (await new CommandLine(server).RunAsync("job", "list")).Ok().Out.ShouldBe("No live jobs match.\n");

        server.Request.ToString().ShouldBe("GET /api/jobs");
    }

    [Theory]
    [InlineData("--state", "sleeping", "waiting")]
    [InlineData("--limit", "0", "write a whole number from 1")]
    [InlineData("--limit", "99999999999", "write a whole number from 1")]
    public async Task List_refuses_a_filter_that_can_not_be(string option, string value, string says) =>
        (await new CommandLine().RunAsync("job", "list", option, value)).ShouldBeUsage(says, "help: kairos job list --help");

    [Fact]
    public async Task Show_prints_the_job_and_its_runs()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On("GET /api/jobs/06FZ1gqS7Yv1mXcP2kR9aB", $$"""{"job":{{Job}},"runs":[{{Run}}]}""");

        Ran ran = (await new CommandLine(server).RunAsync("job", "show", "06FZ1gqS7Yv1mXcP2kR9aB")).Ok();

        ran.Out.ShouldContain("payload  {\"text\":\"你好\"}\n");
        ran.Out.ShouldContain("ran      4\n");
        ran.Out.ShouldContain("at       2026-11-20 12:10:05.250Z\n");
        ran.Out.ShouldContain("2026-11-20 12:10:00.000Z  1        retry    +0.123 ms  2.5 ms");
    }

    [Fact]
    public async Task Show_of_an_ended_job_prints_its_runs_alone()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On("GET /api/jobs/x", $$"""{"job":null,"runs":[{{Run}}]}""");

        Ran ran = (await new CommandLine(server).RunAsync("job", "show", "x")).Ok();

        ran.Out.ShouldStartWith("The job has ended.\n");
        ran.Out.ShouldContain("retry");
    }

    [Fact]
    public async Task Show_of_an_unknown_job_is_a_refusal_whose_id_went_out_escaped()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).Refuse("GET /api/jobs/a/b", 404, """{"title":"No such job","status":404}""");

        Ran ran = await new CommandLine(server).RunAsync("job", "show", "a/b");

        ran.Code.ShouldBe(1);
        server.Request.Target.ShouldBe("/api/jobs/a%2Fb");
    }

    [Theory]
    [InlineData("applied", 0, "applied: it will never start again")]
    [InlineData("too-late", 1, "too late: it has started")]
    [InlineData("pending", 1, "pending: the node that holds it")]
    public async Task Cancel_tells_the_truth_in_words_and_exit_code(string answer, int code, string says)
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On("DELETE /api/jobs/x", $$"""{"answer":"{{answer}}"}""");

        Ran ran = await new CommandLine(server).RunAsync("job", "cancel", "x");

        ran.Code.ShouldBe(code);
        ran.Out.ShouldStartWith(says);
        server.Request.Owner.ShouldBe("alice");
        (await new CommandLine(server).RunAsync("job", "cancel", "x", "--json")).Code.ShouldBe(code);
    }

    [Fact]
    public async Task Cancel_of_an_unknown_job_is_a_refusal()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).Refuse(
            "DELETE /api/jobs/x", 404, """{"title":"No such job","status":404,"detail":"alice has no live job x.","remedy":"kairos job list"}""");

        Ran ran = await new CommandLine(server).RunAsync("job", "cancel", "x");

        ran.Code.ShouldBe(1);
        ran.Error.ShouldBe("error: No such job\nalice has no live job x.\nremedy: kairos job list\n");
    }

    [Fact]
    public async Task Runs_asks_with_all_filters_and_prints_a_row_a_run()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On("GET /api/runs", $$"""{"runs":[{{Run}}]}""");

        Ran ran = (await new CommandLine(server).RunAsync(
            "runs", "--kind", "demo.echo", "--job", "x", "--outcome", "retry", "--limit", "5", "--before", "2026-11-20T20:10:00+08:00")).Ok();

        server.Request.ToString().ShouldBe("GET /api/runs?kind=demo.echo&job=x&outcome=retry&limit=5&before=2026-11-20T12%3A10%3A00.000000Z");
        server.Request.Owner.ShouldBe("alice");
        ran.Out.ShouldContain("+0.123 ms");
    }

    [Theory]
    [InlineData("--outcome", "perfect", "succeeded")]
    [InlineData("--before", "yesterday", "--before 'yesterday' is not understood")]
    public async Task Runs_refuses_a_filter_that_can_not_be(string option, string value, string says) =>
        (await new CommandLine().RunAsync("runs", option, value)).ShouldBeUsage(says);
}
