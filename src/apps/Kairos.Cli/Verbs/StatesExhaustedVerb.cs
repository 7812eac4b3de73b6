using System.CommandLine;
using Kairos.Cli.Output;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos states exhausted</c>.</summary>
internal static class StatesExhaustedVerb
{
    public static Command Build(Shell shell)
    {
        Argument<string> name = StatesVerb.Name();
        Argument<long> key = StatesVerb.Key();

        return new Verb(
            "exhausted",
            "Tells that the budget of a row is used up: it is off until a midnight finds its budget open again.",
            "kairos states exhausted units 4711")
            .With(name)
            .With(key)
            .Does((parse, stop) => shell.AskAsync(
                parse,
                Scope.Server,
                api => api.States.ExhaustedAsync(parse.GetRequiredValue(name), parse.GetValue(key), stop),
                row => StateRowText.Write(shell.Console, row)));
    }
}
