using System.CommandLine;
using Kairos.Cli.Output;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos states resume</c>.</summary>
internal static class StatesResumeVerb
{
    public static Command Build(Shell shell)
    {
        Argument<string> name = StatesVerb.Name();

        return new Verb(
            "resume",
            "Lets the ticks of a mapping run again; what was due meanwhile is done with the first.",
            "kairos states resume units")
            .With(name)
            .Does((parse, stop) => shell.AskAsync(
                parse,
                Scope.Server,
                api => api.States.ResumeAsync(parse.GetRequiredValue(name), stop),
                mapping => StateText.WriteDetails(shell.Console, mapping)));
    }
}
