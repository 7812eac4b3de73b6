using System.CommandLine;
using Kairos.Cli.Output;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos states remove</c>.</summary>
internal static class StatesRemoveVerb
{
    public static Command Build(Shell shell)
    {
        Argument<string> name = StatesVerb.Name();

        return new Verb(
            "remove",
            "Ends ticks and passes of a mapping, and takes away column, index and triggers. The status of its rows stays as it is.",
            "kairos states remove units")
            .With(name)
            .Does((parse, stop) => shell.AskAsync(
                parse,
                Scope.Server,
                api => api.States.RemoveAsync(parse.GetRequiredValue(name), stop),
                done => StateInstallText.WriteSteps(shell.Console, done)));
    }
}
