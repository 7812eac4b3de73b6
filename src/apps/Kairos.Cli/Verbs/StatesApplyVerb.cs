using System.CommandLine;
using Kairos.Cli.Output;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos states apply</c>.</summary>
internal static class StatesApplyVerb
{
    public static Command Build(Shell shell)
    {
        Argument<string> name = StatesVerb.Name();

        return new Verb(
            "apply",
            "Installs column, index and triggers of a mapping as far as they are missing, and lets its ticks run. An index of millions of rows takes minutes; the server goes on when this ends before it does, and `kairos states plan` tells what is done.",
            "kairos states plan units",
            "kairos states apply units")
            .With(name)
            .Does((parse, stop) => shell.AskAsync(
                parse,
                Scope.Server,
                api => api.States.ApplyAsync(parse.GetRequiredValue(name), stop),
                done => StateInstallText.WriteSteps(shell.Console, done)));
    }
}
