using System.CommandLine;
using System.Globalization;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos states</c>: the group.</summary>
internal static class StatesVerb
{
    public static Command Build(Shell shell) => new Verb(
        "states",
        "Keeps the status of tables true to the clock: shows how mappings stand, installs them, fills and mends them. The server has them from `kairos serve --states`.",
        "kairos states list",
        "kairos states apply units",
        "kairos states backfill units --wait",
        "kairos states why units 4711")
        .With(
            StatesListVerb.Build(shell),
            StatesStatusVerb.Build(shell),
            StatesTicksVerb.Build(shell),
            StatesPlanVerb.Build(shell),
            StatesApplyVerb.Build(shell),
            StatesBackfillVerb.Build(shell),
            StatesRepairVerb.Build(shell),
            StatesPassVerb.Build(shell),
            StatesTickVerb.Build(shell),
            StatesWhyVerb.Build(shell),
            StatesEditVerb.Build(shell),
            StatesExhaustedVerb.Build(shell),
            StatesForecastVerb.Build(shell),
            StatesSettingsVerb.Build(shell),
            StatesPauseVerb.Build(shell),
            StatesResumeVerb.Build(shell),
            StatesRemoveVerb.Build(shell));

    /// <summary>Which mapping.</summary>
    public static Argument<string> Name() => new("NAME") { Description = "The mapping, as in its file." };

    /// <summary>Which row.</summary>
    public static Argument<long> Key() => new("KEY")
    {
        Description = "The row, by the key column of the mapping.",
        CustomParser = static result =>
        {
            string text = result.Tokens[0].Value;
            if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long key))
            {
                result.AddError($"KEY '{text}' is not understood: write a whole number.");
            }

            return key;
        },
    };
}
