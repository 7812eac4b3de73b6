using System.CommandLine;
using Kairos.Cli;
using Kairos.Cli.Verbs;

namespace Kairos.Apps.Tests.Cli;

public sealed class HelpTests
{
    public static TheoryData<string> Paths => [.. Tree("", Root())];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Help_of_every_verb_ends_with_examples_that_it_understands(string path)
    {
        Ran ran = (await new CommandLine().RunAsync([.. path.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"])).Ok();

        ran.Error.ShouldBeEmpty();
        ran.Out.ShouldContain($"Usage:\n  kairos{path}");
        string[] examples = ran.Out.Split("Examples:\n").Last().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        examples.ShouldNotBeEmpty();
        foreach (string example in examples)
        {
            Root().Parse(Words(example), Program.HowToParse).Errors.ShouldBeEmpty(example);
        }
    }

    [Fact]
    public async Task Help_is_given_whatever_else_is_wrong() =>
        (await new CommandLine().RunAsync("job", "submit", "--in", "5x", "--help")).Ok().Out.ShouldContain("Examples:");

    [Fact]
    public async Task Help_says_that_a_session_is_a_credential() =>
        (await new CommandLine().RunAsync("seats", "grab", "--help")).Ok().Out.ShouldContain("It is a credential");

    [Fact]
    public async Task Help_says_whose_clock_a_span_is_measured_by() =>
        (await new CommandLine().RunAsync("job", "submit", "--help")).Ok().Out.ShouldContain("from now by this machine's clock");

    private static Command Root() => RootVerb.Build(new Shell(new CliConsole { In = TextReader.Null, Out = TextWriter.Null, Error = TextWriter.Null }));

    private static IEnumerable<string> Tree(string path, Command command) =>
        [path, .. command.Subcommands.Where(static verb => !verb.Hidden).SelectMany(verb => Tree($"{path} {verb.Name}", verb))];

    // As a shell would: quotes hold words together; what is piped or redirected is not the command line's.
    private static string[] Words(string example)
    {
        string line = example.Split(" | ").Last().Split(" < ")[0];
        string[] parts = line.Split('\'');
        return [.. parts.SelectMany((part, i) => i % 2 == 1 ? (string[])[part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Skip(1)];
    }
}
