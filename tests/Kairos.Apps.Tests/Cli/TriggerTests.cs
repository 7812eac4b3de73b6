using System.Text.Json;

namespace Kairos.Apps.Tests.Cli;

public sealed class TriggerTests
{
    private const string From = "2026-11-21T00:00:00Z";

    private static Task<Ran> NextAsync(params string[] options) => new CommandLine().RunAsync(["trigger", "next", .. options, "--from", From, "--json"]);

    [Theory]
    [InlineData("""["2026-11-23T00:00:00.000000Z","2026-11-24T00:00:00.000000Z","2026-11-25T00:00:00.000000Z"]""", "--cron", "0 8 * * MON-FRI", "--zone", "Asia/Shanghai", "--count", "3")]
    [InlineData("""["2026-11-21T00:00:01.000000Z"]""", "--cron", "@every_second")]
    [InlineData("""["2026-11-21T03:04:00.000000Z"]""", "--cron", "H 3 * * *", "--seed", "5", "--count", "1")]
    [InlineData("[]", "--cron", "0 0 30 2 *", "--count", "5")]
    [InlineData("""["2026-11-21T00:01:30.000000Z","2026-11-21T00:03:00.000000Z"]""", "--every", "90s", "--count", "2")]
    [InlineData("""["2026-11-21T00:00:00.001000Z"]""", "--every", "1ms")]
    [InlineData("""["2026-11-21T00:00:10.000000Z","2026-11-21T00:01:40.000000Z"]""", "--every", "90s", "--anchor", "2026-11-20T00:00:10Z", "--count", "2")]
    [InlineData("""["2026-11-23T12:10:00.000000Z","2026-11-24T12:10:00.000000Z"]""", "--daily", "20:10:00", "--weekdays", "MON-FRI", "--zone", "Asia/Shanghai", "--count", "2")]
    [InlineData("""["2026-11-21T20:00:00.000000Z"]""", "--at", "2026-11-22T04:00:00+08:00", "--count", "3")]
    [InlineData("[]", "--at", "2026-11-21T00:00:00Z")]
    [InlineData("""[{"at":"2026-11-21T10:00:00.000000Z","state":"on"},{"at":"2026-11-22T00:00:00.000000Z","state":"off"}]""", "--grid", "Mon-Fri 08:00-20:00; Sat 10:00-24:00", "--count", "2")]
    [InlineData("""["2026-11-23T08:00:00.000000Z"]""", "--trigger", "every 30m window \"Mon-Fri 08:00-20:00\"")]
    [InlineData("""["2026-11-21T00:11:30.000000Z","2026-11-21T00:20:00.000000Z"]""", "--trigger", """{"every":"10m","quiet":{"instants":["2026-11-21T00:10:00Z"],"before":"60s","after":"90s"}}""", "--count", "2")]
    public async Task Next_prints_the_instants(string expected, params string[] options) => (await NextAsync(options)).Ok().Out.TrimEnd().ShouldBe(expected);

    [Fact]
    public async Task A_grid_of_characters_is_read()
    {
        string grid = string.Concat(Enumerable.Range(0, 336).Select(static i => i % 48 == 20 ? '1' : '0'));
        (await NextAsync("--grid", grid)).Ok().Out.TrimEnd().ShouldBe("""[{"at":"2026-11-21T10:00:00.000000Z","state":"on"}]""");
    }

    [Fact]
    public async Task What_is_drawn_by_chance_is_the_same_for_one_seed_and_within_its_bounds()
    {
        string[] options = ["--trigger", "every 10m jitter 5m", "--seed", "7", "--count", "50"];
        string drawn = (await NextAsync(options)).Ok().Out;
        (await NextAsync(options)).Out.ShouldBe(drawn);
        (await NextAsync([.. options[..3], "8", .. options[4..]])).Out.ShouldNotBe(drawn);
        DateTimeOffset[] instants = [.. JsonDocument.Parse(drawn).RootElement.EnumerateArray().Select(i => i.GetDateTimeOffset())];
        for (int i = 0; i < instants.Length; i++)
        {
            TimeSpan moved = instants[i] - DateTimeOffset.Parse(From, System.Globalization.CultureInfo.InvariantCulture).AddMinutes(10 * (i + 1));
            (moved >= TimeSpan.Zero && moved < TimeSpan.FromMinutes(5)).ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData("minute", 0, "0-59", "--cron", "61 * * * *")]
    [InlineData("hour", 2, "0-23", "--cron", "0 24 * * *")]
    [InlineData("day-of-month", 4, "1-31", "--cron", "0 0 32 * *")]
    [InlineData("month", 6, "JAN-DEC", "--cron", "0 0 1 FOO *")]
    [InlineData("day-of-week", 8, "SUN-SAT", "--cron", "0 0 * * 8")]
    [InlineData("second", 0, "0-59", "--cron", "99 * * * * *")]
    [InlineData("minute", 2, "from 1 to 59", "--cron", "*/60 * * * *")]
    [InlineData("expression", 5, "5", "--cron", "* * *")]
    [InlineData("minute", 0, "seed", "--cron", "H * * * *")]
    [InlineData("hour", 3, "seed", "--cron", "0  h 1 * *")]
    [InlineData("option", 0, "exclude each other", "--cron", "* * * * *", "--every", "90s")]
    [InlineData("option", 0, "exactly one of", "--count", "3")]
    [InlineData("option", 0, "IANA", "--cron", "* * * * *", "--zone", "Mars/Olympus")]
    [InlineData("option", 0, "whole number", "--cron", "* * * * *", "--count", "0")]
    [InlineData("option", 0, "1ms", "--every", "10us")]
    [InlineData("option", 0, "336", "--grid", "0101")]
    [InlineData("option", 0, "--seed N", "--trigger", "every 10m jitter 5m")]
    [InlineData("option", 0, "belongs to --every", "--at", "2026-11-21T00:00:00Z", "--anchor", "2026-11-21T00:00:00Z")]
    public async Task A_fault_is_told_with_field_and_place_and_exits_with_two(string field, int position, string message, params string[] options)
    {
        Ran ran = await NextAsync(options);
        ran.Code.ShouldBe(2);
        JsonElement error = JsonDocument.Parse(ran.Out).RootElement.GetProperty("error");
        (error.GetProperty("field").GetString(), error.GetProperty("position").GetInt32()).ShouldBe((field, position), ran.Out);
        error.GetProperty("message").GetString().ShouldNotBeNull().ShouldContain(message);
    }

    [Fact]
    public async Task People_see_the_place_under_the_expression()
    {
        Ran ran = await new CommandLine().RunAsync("trigger", "next", "--cron", "0 61 * * *");
        ran.Code.ShouldBe(2);
        ran.Error.ShouldContain("  0 61 * * *\n    ^ hour");
        (await new CommandLine().RunAsync("trigger", "next", "--cron", "0 8 * * *", "--from", From, "--zone", "Asia/Shanghai")).Ok().Out.ShouldBe("2026-11-22T00:00:00.000000Z  Sun 2026-11-22 08:00:00 +08:00\n");
    }

    [Fact]
    public async Task A_batch_gives_a_line_for_each_line_and_exits_with_zero()
    {
        string[] lines =
        [
            """{"cron":"0 8 * * MON-FRI","zone":"Asia/Shanghai","from":"2026-11-21T00:00:00Z","count":1}""",
            """{"cron":"0 61 * * *","from":"2026-11-21T00:00:00Z"}""",
            "no json",
            "[]",
            "",
            """{"cron":"0 8 * * *","wobble":1}""",
            """{"trigger":{"every":"90s"},"from":"2026-11-21T00:00:00Z","count":"2"}""",
            """{"daily":["20:10","21:00"],"from":"2026-11-21T00:00:00Z","count":2,"zone":null}""",
            """{"--every":"90s","--from":"2026-11-21T00:00:00Z","count":1.0}""",
            """{"cron":"\ud800"}""",
            """{"\ud800":1}""",
        ];
        Ran ran = (await new CommandLine { Input = string.Join('\n', lines) + "\n" }.RunAsync("trigger", "next", "--batch", "-")).Ok();
        string[] answers = ran.Out.TrimEnd('\n').Split('\n');
        answers.Length.ShouldBe(lines.Length);
        answers[0].ShouldBe("""["2026-11-23T00:00:00.000000Z"]""");
        answers[1].ShouldStartWith("""{"error":{"field":"hour","position":2,"message":""");
        answers[2..6].ShouldAllBe(a => a.StartsWith("""{"error":{"field":"option","position":0,"message":"""));
        answers[6].ShouldBe("""["2026-11-21T00:01:30.000000Z","2026-11-21T00:03:00.000000Z"]""");
        answers[7].ShouldBe("""["2026-11-21T20:10:00.000000Z","2026-11-21T21:00:00.000000Z"]""");
        answers[8].ShouldBe("""["2026-11-21T00:01:30.000000Z"]""");
        answers[9..].ShouldAllBe(a => a.StartsWith("""{"error":{"field":"option","position":0,"message":"""));
    }

    [Fact]
    public async Task Describe_tells_both_sentences_both_forms_and_the_next_instants()
    {
        JsonElement told = (await new CommandLine().RunAsync("trigger", "describe", "cron \"0 8 * * MON-FRI\" in Asia/Shanghai", "--from", From, "--json")).Ok().Json();
        told.GetProperty("en").GetString().ShouldBe("At 08:00 on Monday to Friday, Asia/Shanghai time.");
        told.GetProperty("zh").GetString().ShouldBe("每周一至周五 08:00（Asia/Shanghai 时间）。");
        told.GetProperty("text").GetString().ShouldBe("cron \"0 8 * * MON-FRI\" in Asia/Shanghai");
        told.GetProperty("trigger").GetProperty("zone").GetString().ShouldBe("Asia/Shanghai");
        told.GetProperty("next").GetArrayLength().ShouldBe(5);
        (await new CommandLine().RunAsync("trigger", "describe", "every 10m jitter 5m")).Ok().Out.ShouldContain("--seed N");
        (await new CommandLine().RunAsync("trigger", "describe", "sometimes")).Code.ShouldBe(2);
    }

    [Fact]
    public async Task Simulate_draws_what_a_quiet_span_pushes_away()
    {
        string[] verb = ["trigger", "simulate", "grab: daily 20:10", "watch: every 1m quiet grab before 60s after 90s", "--from", "2026-11-21T20:00:00Z", "--hours", "1"];
        Ran drawn = (await new CommandLine().RunAsync(verb)).Ok();
        drawn.Out.ShouldContain("watch: 3 pushed away");
        drawn.Out.ShouldContain("11-21 20:09:00 -> 20:11:30");
        drawn.Out.ShouldContain("11-21 20:10:00 -> dropped");
        drawn.Out.Split('\n').Single(l => l.StartsWith("grab ", StringComparison.Ordinal)).Count(c => c == '|').ShouldBe(1);

        JsonElement watch = (await new CommandLine().RunAsync([.. verb, "--json"])).Ok().Json().GetProperty("triggers")[1];
        watch.GetProperty("quiet")[0].GetProperty("until").GetString().ShouldBe("2026-11-21T20:11:30.000000Z");
        watch.GetProperty("occurrences").GetArrayLength().ShouldBe(60);
    }

    [Fact]
    public async Task What_hardly_ever_meets_is_found_and_what_never_does_is_told()
    {
        (await NextAsync("--trigger", "daily 00:30 window \"Mon 00:00-01:00\" calendar \"Tue; also 3000-01-06\" in America/New_York")).Ok().Out.TrimEnd().ShouldBe("""["3000-01-06T05:30:00.000000Z"]""");
        string tuesdays = string.Join(',', Enumerable.Range(0, 3_990).Select(static i => new DateOnly(2026, 1, 6).AddDays(7 * 100 * i).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)).Where(static d => d.Length == 10));
        (await NextAsync("--trigger", $"daily 00:30 window \"Mon 00:00-01:00\" calendar \"no days; also {tuesdays}\" in America/New_York")).Ok().Out.TrimEnd().ShouldBe("[]");
        (await NextAsync("--trigger", "every 1ms window \"Mon 08:00-12:00\" calendar \"Tue\"")).Ok().Out.TrimEnd().ShouldBe("[]");
    }

    [Fact]
    public async Task A_day_full_of_quiet_spans_is_simulated()
    {
        JsonElement told = (await new CommandLine().RunAsync("trigger", "simulate", "a: every 1s", "b: every 1m quiet a before 1s after 1s", "--from", From, "--hours", "24", "--json")).Ok().Json();
        told.GetProperty("triggers")[1].GetProperty("quiet").GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("has no name", "every 1h")]
    [InlineData("none of the triggers here", "a: every 1h quiet b after 1m")]
    [InlineData("keeps away from itself", "a: every 1h quiet b after 1m", "b: every 1h quiet a after 1m")]
    [InlineData("two triggers have the name", "a: every 1h", "a: every 2h")]
    [InlineData("at position 6", "a: every never")]
    [InlineData("more than 100000 occurrences", "a: every 1ms")]
    [InlineData("beyond the year 9999", "a: every 1m", "--from", "9999-12-31T23:00:00Z")]
    public async Task A_simulation_that_can_not_be_is_refused(string message, params string[] triggers)
    {
        Ran ran = await new CommandLine().RunAsync(["trigger", "simulate", .. triggers]);
        ran.Code.ShouldBe(2);
        ran.Error.ShouldContain(message);
    }
}
