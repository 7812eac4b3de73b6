using System.CommandLine;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos node</c>: the group.</summary>
internal static class NodeVerb
{
    public static Command Build(Shell shell) => new Verb(
        "node",
        "Lists and drains the servers that share a database.",
        "kairos node list",
        "kairos node drain 2",
        "kairos node drain 2 --off").With(
        NodeListVerb.Build(shell),
        NodeDrainVerb.Build(shell));
}
