using Kairos.Cli.Rest;

namespace Kairos.Cli.Output;

/// <summary>Single rows and what is to come, for people.</summary>
internal static class StateRowText
{
    private const int LongestBar = 40;

    public static void Write(CliConsole console, StateRow row)
    {
        // Of a row that is on for no other reason the text would say the same again.
        string text = row is { IsOn: true, IsUnreadable: false } ? "" : $" {PlainText.Of(row.Text)}";
        console.Out.WriteLine($"row {Shown.Number(row.Key)} is {(row.IsOn ? "on" : "off")}.{text}");
        Line("version", row.Version is { } version ? Shown.Number(version) : "");
        Line("reasons", row.Reasons.Count > 1 ? string.Join(", ", row.Reasons) : "");
        Line("start", Shown.Instant(row.Start));
        Line("end", Shown.Instant(row.End));
        Line("changes", row.NextChange is { } next ? Shown.Instant(next) : "never");
        Line("on again", Shown.Instant(row.NextOn));
        Line("table", $"status {Shown.Number(row.StoredStatus)} ({row.StoredState}), next change {(row.StoredNextChange is { } stored ? Shown.Instant(stored) : "none")}: {Words(row)}");

        void Line(string name, string value)
        {
            if (value.Length > 0)
            {
                console.Out.WriteLine($"{name,-12}{PlainText.Of(value)}");
            }
        }
    }

    public static void WriteForecast(CliConsole console, IReadOnlyList<StateForecastStep> steps)
    {
        TextTable table = new("FROM", "ROWS", "");
        long most = Math.Max(1, steps.Select(static step => step.Rows).DefaultIfEmpty().Max());
        foreach (StateForecastStep step in steps)
        {
            table.Add(Shown.Instant(step.From), Shown.Count(step.Rows), new string('#', (int)Math.Ceiling(step.Rows * (double)LongestBar / most)));
        }

        table.Write(console, "Nothing is known of what is to come.");
    }

    private static string Words(StateRow row) =>
        row.IsUnreadable ? "kept as it is"
        : row.IsTrue ? "as it should be"
        : row.IsDue ? "the next tick sets it"
        : "not as it should be; `kairos states repair` mends it";
}
