using System.Text.Json;

namespace Kairos.Apps.Tests.Server;

public sealed class SeatsApiTests : IAsyncLifetime
{
    private const string Commands = "api/seats/commands";
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        (await _server.AskAsync(HttpMethod.Post, "api/seats/schools/ecut")).Status.ShouldBe(200);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_grab_is_accepted_seen_replaced_and_cancelled()
    {
        (int status, JsonElement accepted) = await SayAsync($"抢座; ecut; 1141; 7; {RunningServer.Cookies}");
        (_, JsonElement replaced) = await SayAsync($"抢座; ecut; 1141; 8; {RunningServer.Cookies}");
        (_, JsonElement seen) = await SayAsync("查询");
        (int early, JsonElement tooEarly) = await SayAsync("结果");
        (_, JsonElement cancelled) = await SayAsync("取消; 抢座");
        (int gone, _) = await SayAsync("取消; 抢座");

        status.ShouldBe(200);
        accepted.GetProperty("code").GetString().ShouldBe("accepted");
        accepted.GetProperty("chinese").GetString()!.ShouldStartWith("✅");
        replaced.GetProperty("code").GetString().ShouldBe("replaced");
        replaced.GetProperty("task").GetString().ShouldBe(accepted.GetProperty("task").GetString());
        seen.GetProperty("chinese").GetString()!.ShouldContain("20:10:00");
        early.ShouldBe(422);
        tooEarly.GetProperty("code").GetString().ShouldBe("too-early");
        cancelled.GetProperty("code").GetString().ShouldBe("cancelled");
        gone.ShouldBe(422);
    }

    [Theory]
    [InlineData("抢座; nowhere; 1; 1; {cookies}", "unknown-school")]
    [InlineData("抢座; ecut; 999; 1; {cookies}", "unknown-room")]
    [InlineData("抢座; ecut; 1141; 9999; {cookies}", "unknown-seat")]
    [InlineData("抢座; ecut; 1141; 七; {cookies}", "not-a-number")]
    [InlineData("抢座; ecut; 1141; 7", "missing-cookie")]
    [InlineData("捡漏; ecut; 1141; 7; {cookies}", "not-in-this-version")]
    [InlineData("结果", "no-result")]
    [InlineData("", "unknown-verb")]
    public async Task A_refusal_names_its_code_in_both_languages(string text, string code)
    {
        (int status, JsonElement refused) = await SayAsync(text.Replace("{cookies}", RunningServer.Cookies, StringComparison.Ordinal));

        status.ShouldBe(422);
        refused.GetProperty("code").GetString().ShouldBe(code);
        refused.GetProperty("chinese").GetString()!.ShouldStartWith("❌");
        refused.GetProperty("english").GetString()!.ShouldStartWith("❌");
    }

    [Fact]
    public async Task The_second_user_who_wants_a_seat_first_is_told()
    {
        (_, JsonElement first) = await SayAsync($"抢座; ecut; 1141; 7; {RunningServer.Cookies}", "ann");
        (_, JsonElement second) = await SayAsync($"抢座; ecut; 1141; 7; {RunningServer.Cookies}", "bob");

        first.GetProperty("english").GetString()!.ShouldNotContain("Another user");
        second.GetProperty("english").GetString()!.ShouldContain("Another user");
    }

    [Fact]
    public async Task No_session_value_is_anywhere_in_the_database_but_sealed()
    {
        await SayAsync($"抢座; ecut; 1141; 7; {RunningServer.Cookies}");
        await SayAsync($"抢座; ecut; 1141; 七; {RunningServer.Cookies}");
        await SayAsync($"解析; {RunningServer.Cookies}");

        string stored = string.Concat(Directory.GetFiles(Path.GetDirectoryName(_server.Database)!, "jobs.db*")
            .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))
            .Select(file => System.Text.Encoding.Latin1.GetString(ReadShared(file))));

        stored.ShouldContain("***");
        stored.ShouldNotContain("ce17f323a3c0dc54f976bb0d26a8ecd4");
        stored.ShouldNotContain("d3936289adfff6c3");
    }

    [Fact]
    public async Task An_operator_sets_the_opening_and_mode_of_a_school()
    {
        (int status, JsonElement set) = await _server.AskAsync(HttpMethod.Patch, "api/seats/schools/ecut", new { opensAt = "07:30", mode = "today" });
        (int bad, JsonElement problem) = await _server.AskAsync(HttpMethod.Patch, "api/seats/schools/ecut", new { opensAt = "25:00" });
        (int unknown, _) = await _server.AskAsync(HttpMethod.Patch, "api/seats/schools/nowhere", new { opensAt = "07:30" });

        status.ShouldBe(200);
        set.GetProperty("opensAt").GetString().ShouldBe("07:30:00");
        set.GetProperty("mode").GetString().ShouldBe("today");
        bad.ShouldBe(400);
        problem.GetProperty("remedy").GetString()!.ShouldContain("20:10:00");
        unknown.ShouldBe(404);
    }

    [Fact]
    public async Task A_school_shows_its_rooms_and_the_venue_its_clock()
    {
        (_, JsonElement reply) = await SayAsync("学校; ECUT");
        (_, JsonElement targets) = await _server.AskAsync(HttpMethod.Get, "api/targets", owner: null);

        reply.GetProperty("chinese").GetString()!.ShouldContain("1141");
        JsonElement venue = targets.GetProperty("targets")[0];
        venue.GetProperty("offsetLowMs").GetDouble().ShouldBeLessThan(venue.GetProperty("offsetHighMs").GetDouble());
    }

    private Task<(int Status, JsonElement Body)> SayAsync(string text, string owner = "ann") =>
        _server.AskAsync(HttpMethod.Post, Commands, new { text }, owner);

    private static byte[] ReadShared(string file)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
