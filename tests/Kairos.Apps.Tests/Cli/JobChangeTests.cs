using System.Text.Json;

namespace Kairos.Apps.Tests.Cli;

public sealed class JobChangeTests
{
    [Theory]
    [InlineData("pause", "applied", 0, "applied: it does not start until it is resumed\n")]
    [InlineData("pause", "too-late", 1, "too late: it has started and goes on; it is paused when it has ended\n")]
    [InlineData("pause", "pending", 1, "pending: the node that holds it")]
    [InlineData("resume", "applied", 0, "applied: it goes on")]
    [InlineData("run", "applied", 0, "applied: it runs now\n")]
    [InlineData("run", "too-late", 1, "too late: it has started already and goes on\n")]
    [InlineData("run", "pending", 1, "pending: another node holds it, to start it at its instant or running it; nothing was changed")]
    [InlineData("run", "parked", 1, "parked: it can't run as things are")]
    public async Task A_change_tells_the_truth_in_words_and_exit_code(string verb, string answer, int code, string says)
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On($"POST /api/jobs/x/{verb}", $$"""{"answer":"{{answer}}"}""");

        Ran ran = await new CommandLine(server).RunAsync("job", verb, "x");

        ran.Code.ShouldBe(code);
        ran.Out.ShouldStartWith(says);
        server.Request.Owner.ShouldBe("alice");
        Ran json = await new CommandLine(server).RunAsync("job", verb, "x", "--json");
        (json.Code, json.Json().GetProperty("answer").GetString()).ShouldBe((code, answer));
    }

    [Theory]
    [InlineData("applied", 0, "applied: the old content never starts\n")]
    [InlineData("too-late", 1, "too late: it has started and goes on with the old content; the new content counts from the next start\n")]
    public async Task An_edit_sends_what_is_named_and_nothing_else(string answer, int code, string says)
    {
        await using FakeServer server = (await FakeServer.StartAsync()).On("PATCH /api/jobs/x", $$"""{"answer":"{{answer}}"}""");

        Ran ran = await new CommandLine(server).RunAsync(
            "job", "edit", "x", "--payload", """{"text":"你好"}""", "--at", "2026-11-20T20:10:00+08:00", "--priority", "-5", "--max-attempts", "3", "--if-version", "4");

        (ran.Code, ran.Out).ShouldBe((code, says));
        JsonElement body = JsonDocument.Parse(server.Request.Body).RootElement;
        body.GetProperty("payload").GetProperty("text").GetString().ShouldBe("你好");
        body.GetProperty("trigger").GetProperty("at").GetString().ShouldBe("2026-11-20T12:10:00.000000Z");
        (body.GetProperty("priority").GetInt32(), body.GetProperty("maxAttempts").GetInt32(), body.GetProperty("version").GetInt32()).ShouldBe((-5, 3, 4));

        await using FakeServer other = (await FakeServer.StartAsync()).On("PATCH /api/jobs/x", """{"answer":"applied"}""");
        (await new CommandLine(other).RunAsync("job", "edit", "x", "--priority", "0")).Ok();
        other.Request.Body.ShouldBe("""{"priority":0}""");
    }

    [Fact]
    public async Task An_edit_of_another_version_is_a_refusal_with_a_remedy()
    {
        await using FakeServer server = (await FakeServer.StartAsync()).Refuse(
            "PATCH /api/jobs/x", 409, """{"title":"Job x has been changed since.","status":409,"code":"version-conflict","remedy":"Read it again."}""");

        Ran ran = await new CommandLine(server).RunAsync("job", "edit", "x", "--priority", "1", "--if-version", "1");

        (ran.Code, ran.Error).ShouldBe((1, "error: Job x has been changed since.\nremedy: Read it again.\n"));
    }

    [Fact]
    public async Task An_edit_without_a_change_is_refused() =>
        (await new CommandLine().RunAsync("job", "edit", "x", "--if-version", "3")).ShouldBeUsage("nothing to change", "add --payload");

    [Theory]
    [InlineData("--payload", "{text}", "the payload is no JSON")]
    [InlineData("--priority", "101", "write a whole number from -100 to 100")]
    [InlineData("--if-version", "0", "write a whole number from 1")]
    [InlineData("--anchor", "2026-11-20T12:10:00Z", "--anchor belongs to --every")]
    public async Task An_edit_that_can_not_be_is_refused(string option, string value, string says) =>
        (await new CommandLine().RunAsync("job", "edit", "x", option, value)).ShouldBeUsage(says);
}
