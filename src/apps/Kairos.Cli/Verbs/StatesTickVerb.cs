using System.CommandLine;
using Kairos.Cli.Output;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos states tick</c>.</summary>
internal static class StatesTickVerb
{
    public static Command Build(Shell shell)
    {
        Argument<string> name = StatesVerb.Name();

        return new Verb(
            "tick",
            "Asks for a tick now, beside the regular ones.",
            "kairos states tick units")
            .With(name)
            .Does((parse, stop) => shell.AskAsync(
                parse,
                Scope.Server,
                api => api.States.TickAsync(parse.GetRequiredValue(name), stop),
                asked => shell.Console.Out.WriteLine($"asked for the tick of {Shown.Instant(asked.Due)}; `kairos states ticks {parse.GetRequiredValue(name)}` shows it")));
    }
}
