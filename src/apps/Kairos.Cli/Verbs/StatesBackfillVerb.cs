using System.CommandLine;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos states backfill</c>.</summary>
internal static class StatesBackfillVerb
{
    public static Command Build(Shell shell)
    {
        Argument<string> name = StatesVerb.Name();
        Option<int?> rate = StatesPassVerb.Rate();
        Option<bool> wait = StatesPassVerb.Wait();

        return new Verb(
            "backfill",
            "Fills the state of all rows of a mapping, as after its first apply. Rows are read by key, in stints of seconds: killed, it goes on where it was.",
            "kairos states backfill units --wait",
            "kairos states backfill units --rate 20000")
            .With(name)
            .With(rate, wait)
            .Does((parse, stop) => StatesPassVerb.AskAsync(shell, parse, api => api.StartPassAsync(parse.GetRequiredValue(name), "backfill", parse.GetValue(rate), stop), parse.GetValue(wait), stop));
    }
}
