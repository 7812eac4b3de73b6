using System.CommandLine;
using Kairos.Cli.Output;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos states why</c>.</summary>
internal static class StatesWhyVerb
{
    public static Command Build(Shell shell)
    {
        Argument<string> name = StatesVerb.Name();
        Argument<long> key = StatesVerb.Key();

        return new Verb(
            "why",
            "Says why a row is on or off, when that changes, and whether its table says so. Its version is what `kairos states edit --if-version` takes.",
            "kairos states why units 4711")
            .With(name)
            .With(key)
            .Does((parse, stop) => shell.AskAsync(
                parse,
                Scope.Server,
                api => api.States.WhyAsync(parse.GetRequiredValue(name), parse.GetValue(key), stop),
                row => StateRowText.Write(shell.Console, row)));
    }
}
