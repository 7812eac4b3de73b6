using System.Globalization;
using Kairos.Cli.Rest;

namespace Kairos.Cli.Output;

/// <summary>Mappings, their ticks, passes and installations, for people.</summary>
internal static class StateText
{
    public static void WriteTable(CliConsole console, IReadOnlyList<StateMappingDocument> mappings)
    {
        TextTable table = new("NAME", "TABLE", "TICKS", "EVERY", "SLICES", "LAST TICK", "WRITTEN", "LAG", "PASS");
        foreach (StateMappingDocument mapping in mappings)
        {
            table.Add(
                mapping.Name,
                mapping.Table,
                mapping.IsEnabled ? "on" : "off",
                PlainText.Of(mapping.Every),
                Shown.Number(mapping.Slices),
                Shown.Instant(mapping.LastTick?.Due),
                mapping.LastTick is { } tick ? Shown.Count(tick.Written) : "",
                mapping.Fault is null ? Shown.Duration(mapping.LagMs) : "not known",
                mapping.Pass is { } pass ? $"{pass.What} {pass.State}" : "");
        }

        table.Write(console, "No mappings.");
    }

    public static void WriteDetails(CliConsole console, StateMappingDocument mapping)
    {
        Line(console, "name", mapping.Name);
        Line(console, "table", mapping.Table);
        Line(console, "zone", mapping.Zone);
        Line(console, "ticks", mapping.IsEnabled ? $"on, every {PlainText.Of(mapping.Every)}, {Shown.Number(mapping.Slices)} slices" : $"off: `kairos states apply {mapping.Name}`, or resume where it was paused");
        Line(console, "oldest", mapping.Fault ?? (mapping.OldestChange is { } oldest ? $"{Shown.Instant(oldest)}, a lag of {Shown.Duration(mapping.LagMs)}" : "no row will change"));
        WriteSettings(console, mapping.Settings.Settings);
        if (mapping.Pass is { } pass)
        {
            Line(console, "pass", $"{pass.Id}: {WordsOf(pass)}");
        }

        if (mapping.LastTick is { } tick)
        {
            console.Out.WriteLine();
            WriteTicks(console, [tick]);
        }
    }

    public static void WriteSettings(CliConsole console, StateSettingsValues settings)
    {
        Line(console, "mode", settings.Mode);
        Line(console, "batch", $"{Shown.Count(settings.BatchRows)} rows");
        Line(console, "rate", Rate(settings.RowsPerSecond));
        Line(console, "passes", Rate(settings.PassRowsPerSecond));
        Line(console, "logging", settings.Logging);
    }

    public static void WriteTicks(CliConsole console, IReadOnlyList<StateTick> ticks)
    {
        TextTable table = new("TICK", "SLICES", "READ", "WRITTEN", "LEFT", "UNREADABLE", "STATEMENTS", "TOOK", "LAG", "FLIPS", "REASON");
        foreach (StateTick tick in ticks)
        {
            table.Add(
                Shown.Instant(tick.Due),
                Slices(tick),
                Shown.Count(tick.Read),
                Shown.Count(tick.Written),
                Shown.Count(tick.Left),
                Shown.Count(tick.Unreadable),
                Shown.Count(tick.Statements),
                Shown.Duration(tick.DurationMs),
                Shown.Duration(tick.LagMs),
                string.Join(", ", tick.Flips.Select(static flip => $"{flip.From} > {flip.To}: {Shown.Count(flip.Rows)}")),
                string.Join(" ", tick.Reasons));
        }

        table.Write(console, "No ticks yet.");
    }

    public static void WritePass(CliConsole console, StatePass pass)
    {
        Line(console, "pass", pass.Id);
        Line(console, pass.What, $"{pass.Mapping}: {WordsOf(pass)}");
        Line(console, "began", Shown.Instant(pass.Started));
        Line(console, "ended", Shown.Instant(pass.Ended));
        Line(console, "slices", $"{Shown.Number(pass.SlicesEnded)} of {Shown.Number(pass.Slices)} have ended");
        StatePassCounts counts = pass.Counts;
        Line(console, "differed", $"{Shown.Count(counts.Different)} (status {Shown.Count(counts.StatusWrong)}, next change {Shown.Count(counts.NextChangeWrong)}, due just then {Shown.Count(counts.WereDue)}){Keys(counts.DifferentKeys)}");
        Line(console, "mended", Shown.Count(counts.Mended));
        Line(console, "left", Shown.Count(counts.Left));
        Line(console, "unreadable", $"{Shown.Count(counts.Unreadable)}{Keys(counts.UnreadableKeys)}");
        Line(console, "refused", counts.Refused == 0 ? "" : $"{Shown.Count(counts.Refused)}. {counts.Refusal}");
        Line(console, "unticked", counts.Unticked == 0 ? "" : $"{Shown.Count(counts.Unticked)}, in shards that the mapping does not name{Keys(counts.UntickedKeys)}");
        Line(console, "repeated", counts.Repeated == 0 ? "" : $"{Shown.Count(counts.Repeated)} stints");
        foreach (string fault in pass.Faults)
        {
            Line(console, "fault", fault);
        }
    }

    /// <summary>Where a pass is, on a line.</summary>
    public static string WordsOf(StatePass pass) => string.Create(
        CultureInfo.InvariantCulture,
        $"{pass.What} {pass.State}, {Math.Floor(pass.Done * 100):0} %, {pass.Counts.Read:N0} rows, {pass.RowsPerSecond:N0} a second");

    private static string Slices(StateTick tick)
    {
        (int Count, string Word)[] all = [(tick.Done, "done"), (tick.Running, "running"), (tick.Failed, "failed"), (tick.Skipped, "skipped")];
        return string.Join(", ", all.Where(static some => some.Count > 0).Select(static some => $"{Shown.Number(some.Count)} {some.Word}"));
    }

    private static string Keys(IReadOnlyList<long> keys) => keys.Count == 0 ? "" : $"; as {string.Join(", ", keys.Select(Shown.Number))}";

    private static string Rate(int? rate) => rate is { } rows ? $"{Shown.Count(rows)} rows a second" : "no limit";

    private static void Line(CliConsole console, string name, string value)
    {
        if (value.Length > 0)
        {
            console.Out.WriteLine($"{name,-12}{PlainText.Of(value)}");
        }
    }
}
