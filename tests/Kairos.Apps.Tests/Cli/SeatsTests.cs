using System.Text.Json;

namespace Kairos.Apps.Tests.Cli;

public sealed class SeatsTests
{
    private const string Call = "POST /api/seats/commands";
    private const string Accepted = """{"ok":true,"code":"accepted","chinese":"✅ 已接受\n任务 k7Qx","english":"✅ accepted\ntask k7Qx","task":"k7Qx","opensAt":"2026-11-20T12:10:00.000000Z"}""";
    private const string Cookies = "wechatSESS_ID=ce17; SERVERID=d393|1|2";

    [Theory]
    [InlineData("status", "查询")]
    [InlineData("result", "结果")]
    [InlineData("cancel", "取消; 抢座")]
    public async Task Verb_sends_its_command_and_shows_the_reply(string verb, string text)
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On(Call, Accepted);

        Ran ran = (await new CommandLine(server).RunAsync("seats", verb)).Ok();

        ran.Out.ShouldBe("✅ accepted\ntask k7Qx\n");
        Sent(server).ShouldBe(text);
        server.Request.Owner.ShouldBe("alice");
    }

    [Theory]
    [InlineData("LANG", "zh_CN.UTF-8", null, "✅ 已接受")]
    [InlineData("LANG", "en_GB.UTF-8", null, "✅ accepted")]
    [InlineData("LC_ALL", "zh_TW", null, "✅ 已接受")]
    [InlineData("LANG", "zh_CN.UTF-8", "en", "✅ accepted")]
    [InlineData("LANG", "C", "zh", "✅ 已接受")]
    public async Task Reply_is_shown_in_the_language_asked_for(string variable, string value, string? option, string says)
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On(Call, Accepted);

        Ran ran = (await new CommandLine(server).With(variable, value).RunAsync(["seats", "status", .. option is null ? [] : (string[])["--lang", option]])).Ok();

        ran.Out.ShouldStartWith(says);
    }

    [Fact]
    public async Task Language_that_is_not_spoken_is_refused() =>
        (await new CommandLine().RunAsync("seats", "status", "--lang", "fr")).ShouldBeUsage("fr", "zh");

    [Fact]
    public async Task Refused_message_exits_with_1_and_is_told_on_the_error_stream()
    {
        const string Refusal = """{"ok":false,"code":"unknown-school","field":"school","chinese":"❌ 没有 ecut","english":"❌ unknown school ecut"}""";
        await using FakeServer server = (await FakeServer.StartAsync()).On(Call, Refusal, 422);

        (await new CommandLine(server).RunAsync("seats", "status")).ShouldBe(new Ran(1, "", "❌ unknown school ecut\n"));
        (await new CommandLine(server).RunAsync("seats", "status", "--json")).ShouldBe(new Ran(1, Refusal + "\n", ""));
    }

    [Fact]
    public async Task Problem_with_status_422_is_told_as_a_problem()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).Refuse(Call, 422, """{"title":"Not now","status":422}""");

        (await new CommandLine(server).RunAsync("seats", "status")).ShouldBe(new Ran(1, "", "error: Not now\n"));
    }

    [Fact]
    public async Task Grab_is_made_of_its_parts()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On(Call, Accepted);

        (await new CommandLine(server).RunAsync(
            "seats", "grab", "--school", "ecut", "--candidate", "1141:7", "--candidate", "-1230:0", "--session", Cookies,
            "--open-at", "07:00", "--mode", "tomorrow", "--any")).Ok();

        Sent(server).ShouldBe($"抢座; ecut; 1141; 7; -1230; 0; {Cookies} -- 时间=07:00 模式=明 备选=任意");
    }

    [Fact]
    public async Task Grab_without_extras_is_read_as_meant()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On(Call, Accepted);

        (await new CommandLine(server).RunAsync("seats", "grab", "--school", "ecut", "--candidate", ":7", "--session", Cookies, "--mode", "today")).Ok();

        Sent(server).ShouldBe($"抢座; ecut; ; 7; {Cookies} -- 模式=今");
    }

    [Fact]
    public async Task Session_is_read_from_standard_input_with_a_cookie_a_line()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On(Call, Accepted);

        (await new CommandLine(server) { Input = "wechatSESS_ID=ce17\r\nSERVERID=d393|1|2\r\n" }.RunAsync(
            "seats", "grab", "--school", "ecut", "--candidate", "0:0", "--session", "-")).Ok();

        Sent(server).ShouldBe($"抢座; ecut; 0; 0; {Cookies}");
    }

    [Fact]
    public async Task Session_is_read_from_a_file()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On(Call, Accepted);
        using TemporaryFile file = new(Cookies + "\n");

        (await new CommandLine(server).RunAsync("seats", "grab", "--school", "ecut", "--candidate", "1:2", "--session", $"@{file.Path}")).Ok();

        Sent(server).ShouldBe($"抢座; ecut; 1; 2; {Cookies}");
    }

    [Fact]
    public async Task Whole_message_is_sent_as_it_is()
    {
        const string Message = $"#抢座; ecut; 1141; 7; {Cookies} -- t=7:00";
        await using FakeServer server = (await FakeServer.StartAsync()).On(Call, Accepted);
        using TemporaryFile file = new(Message + "\n");

        (await new CommandLine(server).RunAsync("seats", "grab", Message)).Ok();
        (await new CommandLine(server).RunAsync("seats", "grab", $"@{file.Path}")).Ok();

        server.Requests.Select(Sent).ShouldBe([Message, Message]);
    }

    [Fact]
    public async Task Faulty_message_is_left_to_the_server_which_logs_it()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On(Call, """{"ok":false,"chinese":"❌","english":"❌ no"}""", 422);

        (await new CommandLine(server).RunAsync("seats", "grab", "你好")).Code.ShouldBe(1);

        Sent(server).ShouldBe("你好");
    }

    [Theory]
    [InlineData("nothing to grab", "--session @cookie.txt")]
    [InlineData("nothing to grab", "--session @cookie.txt", "--school", "ecut")]
    [InlineData("no seat is named", "--candidate ROOM:SEAT", "--school", "ecut", "--session", Cookies)]
    [InlineData("--candidate '1141' is not understood", "write ROOM:SEAT", "--school", "ecut", "--session", Cookies, "--candidate", "1141")]
    [InlineData("--candidate '1;2:3' is not understood", "write ROOM:SEAT", "--school", "ecut", "--session", Cookies, "--candidate", "1;2:3")]
    [InlineData("--school 'e;1' is no abbreviation", "kairos seats schools", "--school", "e;1", "--session", Cookies, "--candidate", "1:1")]
    [InlineData("the session is empty", "Cookie header", "--school", "ecut", "--session", " ", "--candidate", "1:1")]
    [InlineData("--open-at 'noon' is no time", "HH:mm", "--school", "ecut", "--session", Cookies, "--candidate", "1:1", "--open-at", "noon")]
    [InlineData("yesterday", "tomorrow", "--school", "ecut", "--session", Cookies, "--candidate", "1:1", "--mode", "yesterday")]
    [InlineData("exclude each other", "a whole message and --any", "抢座; ecut", "--any")]
    [InlineData("the message is no grab: it is read as Status", "begin it with 抢座", "查询")]
    [InlineData("Unrecognized option '--schol'", "kairos seats grab --help", "--schol", "ecut")]
    public async Task Wrong_grab_is_a_usage_error_and_sends_nothing(string says, string remedy, params string[] args)
    {
        await using FakeServer server = await FakeServer.StartAsync();

        (await new CommandLine(server).RunAsync(["seats", "grab", .. args])).ShouldBeUsage(says, remedy);

        server.Requests.ShouldBeEmpty();
    }

    private static string Sent(FakeServer server) => Sent(server.Request);

    private static string Sent(FakeRequest request) => JsonDocument.Parse(request.Body).RootElement.GetProperty("text").GetString()!;
}
