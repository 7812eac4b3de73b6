using System.CommandLine;
using System.Globalization;
using Kairos.Cli.Rest;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos node drain</c>.</summary>
internal static class NodeDrainVerb
{
    public static Command Build(Shell shell)
    {
        Argument<int> number = new("NUMBER") { Description = "The node's number, as `kairos node list` prints it." };
        Option<bool> off = new("--off") { Description = "Have it claim again." };

        return new Verb(
            "drain",
            "Has a node claim nothing more: what has not begun goes back to the others, what runs ends, and its /health/ready answers 503. It heeds that within a second or two. Any server of the database can be asked.",
            "kairos node drain 2",
            "kairos node drain 2 --off")
            .With(number)
            .With(off)
            .Does((parse, stop) => shell.AskAsync(
                parse,
                Scope.Server,
                api => api.DrainNodeAsync(parse.GetValue(number), !parse.GetValue(off), stop),
                asked => shell.Console.Out.WriteLine(Words(asked))));
    }

    private static string Words(NodeDrained asked)
    {
        string node = asked.Number.ToString(CultureInfo.InvariantCulture);
        return asked.Drain
            ? $"node {node} drains: it claims nothing more, what has not begun goes back, what runs ends"
            : $"node {node} claims again";
    }
}
