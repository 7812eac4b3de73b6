using System.Text.Json;

namespace Kairos.Apps.Tests.Cli;

public sealed class OutputTests
{
    private const string Escape = "\u001b";

    public static TheoryData<string, string, string> Calls => new()
    {
        { "job submit demo.echo", "POST /api/jobs", """{"id":"x","status":"created","running":false,"more":"你好"}""" },
        { "job list", "GET /api/jobs", """{"jobs":[],"next":null,"more":"你好"}""" },
        { "job show x", "GET /api/jobs/x", """{"job":null,"runs":[],"more":"你好"}""" },
        { "job cancel x", "DELETE /api/jobs/x", """{"answer":"applied","more":"你好"}""" },
        { "runs", "GET /api/runs", """{"runs":[],"more":1.50}""" },
        { "seats status", "POST /api/seats/commands", """{"ok":true,"code":"status","chinese":"✅ 好","english":"fine"}""" },
        { "seats schools", "GET /api/seats/schools", """{"schools":[],"more":"<&>"}""" },
        { "seats school show ecut", "GET /api/seats/schools/ecut", """{"code":"ecut","name":"东华理工大学"}""" },
        { "seats school set ecut --mode today", "PATCH /api/seats/schools/ecut", """{"code":"ecut","name":"东华理工大学"}""" },
        { "seats add ecut", "POST /api/seats/schools/ecut", """{"code":"ecut","name":"东华理工大学"}""" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Json_prints_exactly_the_servers_document(string line, string call, string document)
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On(call, document);

        Ran ran = (await new CommandLine(server) { Terminal = true }.RunAsync([.. line.Split(' '), "--json"])).Ok();

        ran.Out.ShouldBe(document + "\n");
        ran.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Json_of_an_indented_document_is_one_line()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On("GET /api/runs", "{\n  \"runs\": [ ]\n}");

        (await new CommandLine(server).RunAsync("runs", "--json")).Ok().Out.ShouldBe("{\"runs\":[]}\n");
    }

    [Fact]
    public async Task Json_of_a_refusal_is_the_problem_and_people_read_it_on_the_error_stream()
    {
        const string Problem = """{"title":"The key is taken","status":409,"code":"key-taken"}""";
        await using FakeServer server = (await FakeServer.StartAsync()).Refuse("POST /api/jobs", 409, Problem);

        Ran ran = await new CommandLine(server).RunAsync("job", "submit", "demo.echo", "--json");

        ran.ShouldBe(new Ran(1, Problem + "\n", "error: The key is taken\n"));
    }

    [Fact]
    public async Task Json_of_a_silent_server_leaves_the_output_empty() =>
        (await new CommandLine().RunAsync("runs", "--json")).Out.ShouldBeEmpty();

    [Fact]
    public async Task Redirected_output_has_no_colours_and_unbroken_rows()
    {
        string reason = new('r', 500);
        await using FakeServer server = JobsWith(await FakeServer.StartAsync(), reason);

        Ran ran = (await new CommandLine(server) { Width = 80 }.RunAsync("job", "list")).Ok();

        ran.Out.ShouldNotContain(Escape);
        ran.Out.ShouldContain(reason);
    }

    [Fact]
    public async Task Terminal_gets_rows_within_its_width_and_colours_unless_it_said_no()
    {
        await using FakeServer server = JobsWith(await FakeServer.StartAsync(), new string('r', 500));

        Ran colored = (await new CommandLine(server) { Terminal = true, Width = 100 }.RunAsync("job", "list")).Ok();
        Ran plain = (await new CommandLine(server) { Terminal = true, Width = 100 }.With("NO_COLOR", "1").RunAsync("job", "list")).Ok();
        Ran dumb = (await new CommandLine(server) { Terminal = true, Width = 100 }.With("TERM", "dumb").RunAsync("job", "list")).Ok();

        colored.Out.ShouldContain(Escape);
        plain.Out.ShouldNotContain(Escape);
        dumb.Out.ShouldBe(plain.Out);
        plain.Out.Split('\n').ShouldAllBe(row => row.Length <= 100);
    }

    [Fact]
    public async Task Text_of_others_can_not_steer_the_terminal()
    {
        await using FakeServer server = JobsWith(await FakeServer.StartAsync(), @"\u001b[2Jgone\u202Eback\u009b");

        Ran ran = (await new CommandLine(server).RunAsync("job", "list")).Ok();

        ran.Out.ShouldContain("·[2Jgone·back·");
    }

    [Fact]
    public async Task Wait_of_more_than_a_second_is_told_on_a_terminal_and_wiped_away()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On("GET /api/runs", """{"runs":[]}""");
        TaskCompletionSource hold = new();
        server.Hold = hold.Task;
        SteppedTime time = new(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

        Task<Ran> running = new CommandLine(server) { Terminal = true, Time = time }.RunAsync("runs");
        await time.StepAsync(TimeSpan.FromSeconds(1));
        await time.StepAsync(TimeSpan.FromSeconds(1));
        await time.Waited;
        hold.SetResult();

        string wait = $"\r{Escape}[Kwaiting for {server.Address}/";
        Ran ran = (await running).Ok();
        ran.Error.ShouldBe($"{wait}: 1 s{wait}: 2 s\r{Escape}[K");
        ran.Out.ShouldBe("No runs match.\n");
    }

    [Fact]
    public async Task Wait_is_not_told_to_a_log()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On("GET /api/runs", """{"runs":[]}""");
        TaskCompletionSource hold = new();
        server.Hold = hold.Task;
        SteppedTime time = new(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

        Task<Ran> running = new CommandLine(server) { Time = time }.RunAsync("runs");
        await time.StepAsync(TimeSpan.FromSeconds(1));
        await time.Waited;
        hold.SetResult();

        (await running).Ok().Error.ShouldBeEmpty();
    }

    private static FakeServer JobsWith(FakeServer server, string reason) => server.On(
        "GET /api/jobs",
        $$"""{"jobs":[{"id":"x","kind":"k","state":"parked","due":"2026-11-20T12:10:00Z","at":"2026-11-20T12:10:00Z","reason":"{{reason}}"}],"next":null}""");
}
