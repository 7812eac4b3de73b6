using System.CommandLine;
using Kairos.Cli.Output;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos states list</c>.</summary>
internal static class StatesListVerb
{
    public static Command Build(Shell shell) => new Verb(
        "list",
        "Lists the mappings of the server: the tables whose status is kept true. LAG is how long the oldest change has been due that is not made.",
        "kairos states list",
        "kairos states list --json")
        .Does((parse, stop) => shell.AskAsync(
            parse,
            Scope.Server,
            api => api.States.ListAsync(stop),
            list => StateText.WriteTable(shell.Console, list.Mappings)));
}
