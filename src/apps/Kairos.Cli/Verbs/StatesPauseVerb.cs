using System.CommandLine;
using Kairos.Cli.Output;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos states pause</c>.</summary>
internal static class StatesPauseVerb
{
    public static Command Build(Shell shell)
    {
        Argument<string> name = StatesVerb.Name();

        return new Verb(
            "pause",
            "Ends the ticks of a mapping on all nodes; what is installed stays, and what is due stays due.",
            "kairos states pause units")
            .With(name)
            .Does((parse, stop) => shell.AskAsync(
                parse,
                Scope.Server,
                api => api.States.PauseAsync(parse.GetRequiredValue(name), stop),
                mapping => StateText.WriteDetails(shell.Console, mapping)));
    }
}
