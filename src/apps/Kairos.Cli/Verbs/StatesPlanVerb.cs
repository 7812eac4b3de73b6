using System.CommandLine;
using Kairos.Cli.Output;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos states plan</c>.</summary>
internal static class StatesPlanVerb
{
    public static Command Build(Shell shell)
    {
        Argument<string> name = StatesVerb.Name();

        return new Verb(
            "plan",
            "Shows what an installation would do: each step with its SQL and what it costs, and where the tables don't fit the mapping. Changes nothing. Exit code 1 when they don't fit.",
            "kairos states plan units")
            .With(name)
            .Does((parse, stop) => shell.AskAsync(
                parse,
                Scope.Server,
                api => api.States.PlanAsync(parse.GetRequiredValue(name), stop),
                plan => StateInstallText.WritePlan(shell.Console, parse.GetRequiredValue(name), plan),
                StateInstallText.Fits));
    }
}
