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
            "Shows what an installation would do: each step with its SQL and what it costs. Changes nothing.",
            "kairos states plan units")
            .With(name)
            .Does((parse, stop) => shell.AskAsync(
                parse,
                Scope.Server,
                api => api.States.PlanAsync(parse.GetRequiredValue(name), stop),
                plan => StateText.WritePlan(shell.Console, plan.Steps)));
    }
}
