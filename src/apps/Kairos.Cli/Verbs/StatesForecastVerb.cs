using System.CommandLine;
using Kairos.Cli.Output;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos states forecast</c>.</summary>
internal static class StatesForecastVerb
{
    public static Command Build(Shell shell)
    {
        Argument<string> name = StatesVerb.Name();

        return new Verb(
            "forecast",
            "Shows how many rows change in each of the next 48 half hours.",
            "kairos states forecast units")
            .With(name)
            .Does((parse, stop) => shell.AskAsync(
                parse,
                Scope.Server,
                api => api.States.ForecastAsync(parse.GetRequiredValue(name), stop),
                forecast => StateRowText.WriteForecast(shell.Console, forecast.Steps)));
    }
}
