using System.CommandLine;
using System.Globalization;
using Kairos.Cli.Input;
using Kairos.Cli.Output;
using Kairos.Cli.Rest;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos states settings</c>.</summary>
internal static class StatesSettingsVerb
{
    private const string NoLimit = "none";

    public static Command Build(Shell shell)
    {
        Argument<string> name = StatesVerb.Name();
        Option<string?> mode = new Option<string?>("--mode") { Description = "Which rows a tick looks at: those whose next change has come, or all." }.AcceptOnlyFromAmong("next-change", "full");
        Option<int?> batch = NumberOption.Of("--batch-rows", "Rows of one statement.", least: 1, most: 10_000);
        Option<int?> rate = RateOf("--rate", "The most rows a second that the ticks of all slices read together; none for no limit.");
        Option<int?> passRate = RateOf("--pass-rate", "The same for backfill and repair.");
        Option<string?> logging = new Option<string?>("--logging") { Description = "What is logged: what fails, also each tick, also each batch." }.AcceptOnlyFromAmong("faults", "ticks", "batches");

        return new Verb(
            "settings",
            "Shows the settings of a mapping, or changes those that are named. All nodes heed them within a second, and what runs too.",
            "kairos states settings units",
            "kairos states settings units --mode full --rate 50000",
            "kairos states settings units --rate none --logging ticks")
            .With(name)
            .With(mode, batch, rate, passRate, logging)
            .Does((parse, stop) => shell.AskAsync(
                parse,
                Scope.Server,
                async api =>
                {
                    Answer<StateSettingsDocument> read = await api.States.SettingsAsync(parse.GetRequiredValue(name), stop);
                    StateSettingsDocument standing = read.Read();
                    StateSettingsValues wanted = standing.Settings with
                    {
                        Mode = parse.GetValue(mode) ?? standing.Settings.Mode,
                        BatchRows = parse.GetValue(batch) ?? standing.Settings.BatchRows,
                        RowsPerSecond = Rate(parse, rate, standing.Settings.RowsPerSecond),
                        PassRowsPerSecond = Rate(parse, passRate, standing.Settings.PassRowsPerSecond),
                        Logging = parse.GetValue(logging) ?? standing.Settings.Logging,
                    };

                    // By the revision that was read: what somebody else changes just now is not undone.
                    return wanted == standing.Settings ? read : await api.States.SetAsync(parse.GetRequiredValue(name), standing with { Settings = wanted }, stop);
                },
                standing => StateText.WriteSettings(shell.Console, standing.Settings)));
    }

    // Zero stands for no limit: nobody can ask for zero rows a second.
    private static Option<int?> RateOf(string option, string description) => ValueOption.Of<int>(
        option,
        "N",
        description,
        static (string text, out int rate) => text == NoLimit ? (rate = 0) == 0 : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out rate) && rate > 0,
        $"write a whole number from 1 on, or {NoLimit}");

    private static int? Rate(ParseResult parse, Option<int?> option, int? standing) => parse.GetValue(option) switch
    {
        null => standing,
        0 => null,
        int rate => rate,
    };
}
