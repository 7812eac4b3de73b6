using System.CommandLine;
using Kairos.Cli.Input;
using Kairos.Cli.Output;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos states ticks</c>.</summary>
internal static class StatesTicksVerb
{
    public static Command Build(Shell shell)
    {
        Argument<string> name = StatesVerb.Name();
        Option<int?> count = NumberOption.Of("--count", "How many.", least: 1, most: 200);

        return new Verb(
            "ticks",
            "Lists the last ticks of a mapping, the newest first: what was read and written, how late, which rows went from which state to which.",
            "kairos states ticks units",
            "kairos states ticks units --count 100")
            .With(name)
            .With(count)
            .Does((parse, stop) => shell.AskAsync(
                parse,
                Scope.Server,
                api => api.States.TicksAsync(parse.GetRequiredValue(name), parse.GetValue(count), stop),
                list => StateText.WriteTicks(shell.Console, list.Ticks)));
    }
}
