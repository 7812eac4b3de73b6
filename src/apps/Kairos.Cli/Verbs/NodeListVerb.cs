using System.CommandLine;
using Kairos.Cli.Output;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos node list</c>.</summary>
internal static class NodeListVerb
{
    public static Command Build(Shell shell) => new Verb(
        "list",
        "Lists the servers that share the server's database: living ones, and those that ended within the last day. CLOCK is the database's clock minus that of the node's machine, as the node believes it. SEEN is its last beat; one that is silent for longer than a living node is has ended, and nobody has taken it over yet.",
        "kairos node list",
        "kairos node list --server http://127.0.0.1:7071 --json")
        .Does((parse, stop) => shell.AskAsync(
            parse,
            Scope.Server,
            api => api.ListNodesAsync(stop),
            list => NodeText.WriteTable(shell.Console, list.Nodes)));
}
