using System.CommandLine;
using Kairos.Cli.Input;
using Kairos.Cli.Output;
using Kairos.Cli.Rest;
using Kairos.Time;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos states exhausted</c>.</summary>
internal static class StatesExhaustedVerb
{
    public static Command Build(Shell shell)
    {
        Argument<string> name = StatesVerb.Name();
        Argument<long> key = StatesVerb.Key();
        Option<Instant?> at = ValueOption.Of<Instant>("--at", "INSTANT", "When it was, where a midnight may have gone by since: then the next tick asks whether the budget is open again. By default now.", InstantText.TryRead, InstantText.Expected);

        return new Verb(
            "exhausted",
            "Tells that the budget of a row is used up: it is off until a midnight finds its budget open again.",
            "kairos states exhausted units 4711",
            "kairos states exhausted units 4711 --at 2026-11-20T23:59:58+08:00")
            .With(name)
            .With(key)
            .With(at)
            .Does((parse, stop) => shell.AskAsync(
                parse,
                Scope.Server,
                api => api.States.ExhaustedAsync(parse.GetRequiredValue(name), parse.GetValue(key), new StateExhausted { At = parse.GetValue(at)?.ToString() }, stop),
                row => StateRowText.Write(shell.Console, row)));
    }
}
