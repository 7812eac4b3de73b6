using System.Text.Json;
using Kairos.Cli.Messages;

namespace Kairos.Apps.Tests.Cli;

public sealed class SeatsParseTests
{
    private const string Grab = "抢座; ecut; 1141; 7; wechatSESS_ID=topsecret; SERVERID=d393|1|2";

    [Fact]
    public async Task Each_line_gets_one_object_in_order_and_faults_are_results()
    {
        Ran ran = (await new CommandLine { Input = $"{Grab}\n你好\r\n\n查询" }.RunAsync("seats", "parse", "--json")).Ok();

        JsonElement[] answers = [.. Lines(ran)];
        answers.Select(answer => answer.GetProperty("ok").GetBoolean()).ShouldBe([true, false, false, true]);
        answers[0].GetProperty("session").GetProperty("wechatSESS_ID").GetString().ShouldBe("topsecret");
        answers[1].GetProperty("code").GetString().ShouldBe("unknown-verb");
        answers[3].GetProperty("verb").GetString().ShouldBe("status");
        ran.Out.ShouldContain("抢座");
        ran.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_in_is_nothing_out() =>
        (await new CommandLine().RunAsync("seats", "parse", "--json")).ShouldBe(new Ran(0, "", ""));

    [Fact]
    public async Task People_get_a_line_a_message_without_the_session()
    {
        CommandLine line = new() { Input = $"{Grab}\n你好\u0007\n" };

        Ran english = (await line.RunAsync("seats", "parse")).Ok();
        Ran chinese = (await line.RunAsync("seats", "parse", "--lang", "zh")).Ok();

        english.Out.Split('\n')[0].ShouldBe("✅ 抢座; ecut; 1141; 7; wechatSESS_ID=***; SERVERID=***");
        english.Out.Split('\n')[1].ShouldStartWith("❌ verb unknown-verb: ");
        english.Out.Split('\n').Length.ShouldBe(3);
        chinese.Out.ShouldContain("例");
        (english.Out + chinese.Out).ShouldNotContain("topsecret");
        (english.Out + chinese.Out).ShouldNotContain("\u0007");
    }

    [Fact]
    public async Task File_is_read_in_place_of_standard_input()
    {
        using TemporaryFile file = new("\uFEFF查询\n");

        (await new CommandLine().RunAsync("seats", "parse", file.Path, "--json")).Ok().Json().GetProperty("verb").GetString().ShouldBe("status");
    }

    [Fact]
    public async Task File_that_is_not_there_fails_by_name()
    {
        Ran ran = await new CommandLine().RunAsync("seats", "parse", "nowhere.txt");

        ran.Code.ShouldBe(1);
        ran.Error.ShouldContain("the file 'nowhere.txt' can't be read");
    }

    [Fact]
    public async Task Mistyped_option_is_not_taken_for_a_file() =>
        (await new CommandLine().RunAsync("seats", "parse", "--jsn")).ShouldBeUsage("Unrecognized option '--jsn'");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sample_lines_are_compared_and_counted(bool strict)
    {
        const string Samples = """
            {"text":"查询","expect":{"ok":true,"verb":"status"}}
            {"text":"你好","expect":{"ok":false,"code":"unknown-verb"}}
            {"text":"结果"}

            """;

        Ran ran = (await new CommandLine { Input = Samples }.RunAsync(["seats", "parse", "--json", .. strict ? (string[])["--jsonl"] : []])).Ok();

        Lines(ran).Count().ShouldBe(3);
        ran.Error.ShouldBe("2 of 2 as expected\n");
    }

    [Fact]
    public async Task All_samples_of_the_command_language_are_as_expected()
    {
        Ran ran = (await new CommandLine().RunAsync("seats", "parse", "--json", Path.Combine(AppContext.BaseDirectory, "Samples", "seat-commands.jsonl"))).Ok();

        Lines(ran).Count().ShouldBe(18);
        ran.Error.ShouldBe("18 of 18 as expected\n");
    }

    [Fact]
    public async Task Sample_that_is_read_otherwise_fails_with_the_difference_but_never_a_session()
    {
        string samples = """{"text":"查询","expect":{"verb":"help","what":"grab"}}""" + "\n"
            + """{"text":"MESSAGE","expect":{"session":{"wechatSESS_ID":"other","SERVERID":"x"}}}""".Replace("MESSAGE", Grab, StringComparison.Ordinal) + "\n";

        Ran ran = await new CommandLine { Input = samples }.RunAsync("seats", "parse");

        ran.Code.ShouldBe(1);
        ran.Error.ShouldBe("line 1: verb is \"status\", expected \"help\"\nline 1: what is absent, expected \"grab\"\nline 2: session differs\n0 of 2 as expected\n");
    }

    [Theory]
    [InlineData("查询")]
    [InlineData("{\"text\":5}")]
    [InlineData("{\"text\":\"\\ud800\"}")]
    [InlineData("")]
    public async Task Line_that_is_no_sample_fails_when_all_must_be(string line)
    {
        Ran ran = await new CommandLine { Input = $"{{\"text\":\"查询\"}}\n{line}\n" }.RunAsync("seats", "parse", "--json", "--jsonl");

        ran.Code.ShouldBe(1);
        ran.Error.ShouldContain("line 2 is no sample");
    }

    [Fact]
    public async Task Brace_without_a_sample_is_a_message() =>
        (await new CommandLine { Input = "{查询\n{\"a\":1}\n" }.RunAsync("seats", "parse", "--json")).Ok()
            .Out.Split("unknown-verb").Length.ShouldBe(3);

    [Fact]
    public async Task Lines_come_out_whole_however_they_arrive()
    {
        List<string> lines = [];
        using PiecesReader pieces = new("a", "b\r", "\nc", "\n\nd");
        LineReader reader = new(pieces);
        List<int> counts = [];
        while (await reader.ReadAsync(lines, CancellationToken.None))
        {
            counts.Add(lines.Count);
        }

        lines.ShouldBe(["ab", "c", "", "d"]);
        counts.ShouldBe([0, 0, 1, 3]);
    }

    [Fact]
    public async Task Line_without_end_takes_bounded_memory_and_is_answered()
    {
        string endless = new('a', LineReader.LongestLine + 100_000);

        Ran ran = (await new CommandLine { Input = $"{endless}\n查询\n" }.RunAsync("seats", "parse", "--json")).Ok();

        Lines(ran).Select(answer => answer.GetProperty("ok").GetBoolean()).ShouldBe([false, true]);
        ran.Out.ShouldContain("too-long");
    }

    [Fact]
    public async Task Interrupt_leaves_a_read_that_never_ends()
    {
        using CancellationTokenSource stop = new();
        using PiecesReader silent = new() { AtEnd = () => stop.Cancel() };
        LineReader reader = new(silent);

        await Should.ThrowAsync<OperationCanceledException>(async () => await reader.ReadAsync([], stop.Token));
    }

    private static IEnumerable<JsonElement> Lines(Ran ran) =>
        ran.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.Clone());

    /// <summary>Gives its pieces one a read; with <see cref="AtEnd"/> it then never answers.</summary>
    private sealed class PiecesReader(params string[] pieces) : TextReader
    {
        private readonly TaskCompletionSource<int> _never = new();
        private int _next;

        public Action? AtEnd { get; init; }

        public override ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default)
        {
            if (_next < pieces.Length)
            {
                string piece = pieces[_next++];
                piece.CopyTo(buffer.Span);
                return ValueTask.FromResult(piece.Length);
            }

            AtEnd?.Invoke();
            return AtEnd is null ? ValueTask.FromResult(0) : new ValueTask<int>(_never.Task);
        }
    }
}
