using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kairos.Apps.Tests.Cli;

public sealed class JobSubmitTests
{
    private const string Call = "POST /api/jobs";
    private const string Created = """{"id":"06FZ1gqS7Yv1mXcP2kR9aB","status":"created","running":false}""";

    private static readonly SteppedTime s_time = new(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Plain_submit_sends_the_kind_for_the_owner_and_prints_the_id()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On(Call, Created, 201);

        Ran ran = (await new CommandLine(server).RunAsync("job", "submit", "demo.echo")).Ok();

        ran.Out.ShouldBe("created 06FZ1gqS7Yv1mXcP2kR9aB\n");
        ran.Error.ShouldBeEmpty();
        server.Request.ToString().ShouldBe("POST /api/jobs");
        server.Request.Owner.ShouldBe("alice");
        server.Request.Body.ShouldBe("""{"kind":"demo.echo"}""");
        server.Request.Headers.Keys.ShouldNotContain("Idempotency-Key");
    }

    [Fact]
    public async Task Every_option_reaches_the_server()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On(Call, Created, 201);

        (await new CommandLine(server).RunAsync(
            "job", "submit", "demo.echo", "--key", "k", "--conflict", "replace", "--payload", """{"text":"你好"}""",
            "--priority", "-5", "--max-attempts", "3", "--idempotency-key", "键-1", "--as", "王")).Ok();

        Body(server).ShouldBe("""{"kind":"demo.echo","key":"k","conflict":"replace","payload":{"text":"你好"},"priority":-5,"maxAttempts":3}""");
        server.Request.Headers["Idempotency-Key"].ShouldBe("键-1");
        server.Request.Owner.ShouldBe("王");
    }

    [Theory]
    [InlineData("--at 2026-11-20T20:10:00+08:00", """{"at":"2026-11-20T12:10:00.000000Z"}""")]
    [InlineData("--in 1h30m", """{"at":"2026-11-20T13:30:00.000000Z"}""")]
    [InlineData("--in 500ms", """{"at":"2026-11-20T12:00:00.500000Z"}""")]
    [InlineData("--every 90s", """{"every":"1m30s","anchor":"2026-11-20T12:01:30.000000Z"}""")]
    [InlineData("--every 1d --anchor 2026-11-21T00:00:00Z", """{"every":"1d","anchor":"2026-11-21T00:00:00.000000Z"}""")]
    [InlineData("--daily 20:10:00,8:00", """{"daily":["08:00","20:10"]}""")]
    [InlineData("--daily 20:10 --zone Asia/Shanghai --weekdays mon-wed,FRI", """{"daily":["20:10"],"zone":"Asia/Shanghai","weekdays":["Monday","Tuesday","Wednesday","Friday"]}""")]
    [InlineData("--daily 20:10 --weekdays sat-sunday", """{"daily":["20:10"],"weekdays":["Saturday","Sunday"]}""")]
    [InlineData("--cron @daily --zone Asia/Shanghai", """{"cron":"@DAILY","zone":"Asia/Shanghai"}""")]
    [InlineData("--trigger {\"every\":\"90s\",\"jitter\":\"5s\"}", """{"every":"1m30s","jitter":"5s"}""")]
    public async Task Trigger_is_sent_in_its_stored_form(string options, string stored)
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On(Call, Created, 201);

        (await new CommandLine(server) { Time = s_time }.RunAsync(["job", "submit", "demo.echo", .. options.Split(' ')])).Ok();

        Body(server).ShouldBe($$"""{"kind":"demo.echo","trigger":{{stored}}}""");
    }

    [Theory]
    [InlineData("--in 5s --idempotency-key k", "another request", "--at or --anchor")]
    [InlineData("--in 5x", "--in '5x' is not understood", "1h30m")]
    [InlineData("--in 99999999d", "--in '99999999d' is not understood")]
    [InlineData("--in 9000000d", "beyond the year 9999")]
    [InlineData("--at 2026-11-20T12:10:00", "--at '2026-11-20T12:10:00' is not understood", "2026-11-20T20:10:00Z")]
    [InlineData("--at tomorrow", "--at 'tomorrow' is not understood")]
    [InlineData("--every 500us", "--every is shorter than a millisecond")]
    [InlineData("--cron @dayly", "A macro stands alone")]
    [InlineData("--trigger sometimes", "a trigger begins with", "kairos trigger describe")]
    [InlineData("--every 0s", "--every is shorter than a millisecond")]
    [InlineData("--daily 25:00", "--daily '25:00' is not understood")]
    [InlineData("--daily 20:10 --weekdays MON-XYZ", "--weekdays 'MON-XYZ' is not understood")]
    [InlineData("--daily 20:10 --zone Mars/Olympus", "Zone 'Mars/Olympus' is unknown")]
    [InlineData("--in 5s --daily 20:10", "--in and --daily exclude each other")]
    [InlineData("--anchor 2026-11-21T00:00:00Z", "--anchor belongs to --every")]
    [InlineData("--in 5s --zone UTC", "--zone belongs to --daily")]
    [InlineData("--in 5s --weekdays MON", "--weekdays belongs to --daily")]
    [InlineData("--payload {", "the payload is no JSON", "quote it for the shell")]
    [InlineData("--conflict maybe", "'maybe' not recognized", "'reject' 'keep' 'replace'")]
    [InlineData("--priority high", "--priority 'high' is not understood", "from -100 to 100")]
    [InlineData("--priority 101", "--priority '101' is not understood")]
    [InlineData("--max-attempts 0", "--max-attempts '0' is not understood")]
    [InlineData("--key a --key b", "'--key' expects a single argument")]
    [InlineData("--unheard-of", "--unheard-of")]
    public async Task Wrong_option_is_a_usage_error_and_sends_nothing(string options, params string[] says)
    {
        await using FakeServer server = await FakeServer.StartAsync();

        Ran ran = await new CommandLine(server) { Time = s_time }.RunAsync(["job", "submit", "demo.echo", .. options.Split(' ')]);

        ran.ShouldBeUsage([.. says, "help: kairos job submit --help"]);
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Kind_must_be_given() =>
        (await new CommandLine().RunAsync("job", "submit")).ShouldBeUsage("Required argument 'KIND' missing");

    [Fact]
    public async Task Payload_is_read_from_standard_input()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On(Call, Created, 201);

        (await new CommandLine(server) { Input = "[1, 2]\n" }.RunAsync("job", "submit", "demo.echo", "--payload", "-")).Ok();

        Body(server).ShouldBe("""{"kind":"demo.echo","payload":[1,2]}""");
    }

    [Fact]
    public async Task Payload_is_read_from_a_file()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On(Call, Created, 201);
        using TemporaryFile file = new("""{"from":"file"}""");

        (await new CommandLine(server).RunAsync("job", "submit", "demo.echo", "--payload", $"@{file.Path}")).Ok();

        Body(server).ShouldBe("""{"kind":"demo.echo","payload":{"from":"file"}}""");
    }

    [Fact]
    public async Task Payload_file_that_is_not_there_is_named()
    {
        Ran ran = await new CommandLine().RunAsync("job", "submit", "demo.echo", "--payload", "@nowhere.json");

        ran.Code.ShouldBe(1);
        ran.Error.ShouldContain("the file 'nowhere.json' can't be read");
    }

    [Fact]
    public async Task Replaced_job_whose_run_goes_on_is_told()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On(Call, """{"id":"x","status":"replaced","running":true}""");

        (await new CommandLine(server).RunAsync("job", "submit", "demo.echo", "--key", "k")).Ok()
            .Out.ShouldBe("replaced x\nA run of the replaced job had started and goes on with the old content.\n");
    }

    [Fact]
    public async Task Taken_key_is_a_refusal_with_its_remedy()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).Refuse(
            Call, 409, """{"type":"about:blank","title":"The key is taken","status":409,"detail":"Job 06F has key k.","code":"key-taken","remedy":"use --conflict replace"}""");

        Ran ran = await new CommandLine(server).RunAsync("job", "submit", "demo.echo", "--key", "k");

        ran.Code.ShouldBe(1);
        ran.Out.ShouldBeEmpty();
        ran.Error.ShouldBe("error: The key is taken\nJob 06F has key k.\nremedy: use --conflict replace\n");
    }

    private static string Body(FakeServer server) =>
        JsonNode.Parse(server.Request.Body)!.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
