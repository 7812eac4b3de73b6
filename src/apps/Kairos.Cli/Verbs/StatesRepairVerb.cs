using System.CommandLine;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos states repair</c>.</summary>
internal static class StatesRepairVerb
{
    public static Command Build(Shell shell)
    {
        Argument<string> name = StatesVerb.Name();
        Option<int?> rate = StatesPassVerb.Rate();
        Option<bool> wait = StatesPassVerb.Wait();

        return new Verb(
            "repair",
            "Looks at all rows of a mapping and mends what is wrong.",
            "kairos states repair units --wait",
            "kairos states repair units --rate 20000")
            .With(name)
            .With(rate, wait)
            .Does((parse, stop) => StatesPassVerb.AskAsync(shell, parse, api => api.StartPassAsync(parse.GetRequiredValue(name), "repair", parse.GetValue(rate), stop), parse.GetValue(wait), stop));
    }
}
