using System.CommandLine;
using Kairos.Cli.Output;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos states status</c>.</summary>
internal static class StatesStatusVerb
{
    public static Command Build(Shell shell)
    {
        Argument<string> name = StatesVerb.Name();

        return new Verb(
            "status",
            "Shows how a mapping stands: its ticks, its lag, its settings, its last pass.",
            "kairos states status units")
            .With(name)
            .Does((parse, stop) => shell.AskAsync(
                parse,
                Scope.Server,
                api => api.States.ShowAsync(parse.GetRequiredValue(name), stop),
                mapping => StateText.WriteDetails(shell.Console, mapping)));
    }
}
