using System.CommandLine;
using Kairos.Cli.Output;
using Kairos.Cli.Rest;

namespace Kairos.Cli.Verbs;

/// <summary>The verbs that name a row and show how it stands then.</summary>
internal static class StatesRowVerb
{
    /// <summary><c>kairos states why</c>.</summary>
    public static Command BuildWhy(Shell shell) => Build(
        shell,
        new Verb(
            "why",
            "Says why a row is on or off, when that changes, and whether its table says so. Its version is what `kairos states edit --if-version` takes.",
            "kairos states why units 4711"),
        static (states, name, key, stop) => states.WhyAsync(name, key, stop));

    /// <summary><c>kairos states exhausted</c>.</summary>
    public static Command BuildExhausted(Shell shell) => Build(
        shell,
        new Verb(
            "exhausted",
            "Tells that the budget of a row is used up: it is off until a midnight finds its budget open again.",
            "kairos states exhausted units 4711"),
        static (states, name, key, stop) => states.ExhaustedAsync(name, key, stop));

    private static Verb Build(Shell shell, Verb verb, Func<StatesApi, string, long, CancellationToken, Task<Answer<StateRow>>> ask)
    {
        Argument<string> name = StatesVerb.Name();
        Argument<long> key = StatesVerb.Key();
        return verb
            .With(name)
            .With(key)
            .Does((parse, stop) => shell.AskAsync(
                parse,
                Scope.Server,
                api => ask(api.States, parse.GetRequiredValue(name), parse.GetValue(key), stop),
                row => StateRowText.Write(shell.Console, row)));
    }
}
