using Kairos.Cli.Rest;

namespace Kairos.Cli.Output;

/// <summary>Runs, for people.</summary>
internal static class RunText
{
    public static void WriteTable(CliConsole console, IReadOnlyList<RunDocument> runs, string whenEmpty)
    {
        TextTable table = new("JOB", "KIND", "KEY", "AT", "ATTEMPT", "OUTCOME", "LATENESS", "TOOK", "REASON");
        foreach (RunDocument run in runs)
        {
            table.Add(
                run.Job,
                run.Kind,
                run.Key,
                Shown.Instant(run.At),
                Shown.Number(run.Attempt),
                run.Outcome,
                Shown.Lateness(run.LatenessUs),
                Shown.Duration(run.Ended - run.Started),
                run.Reason);
        }

        table.Write(console, whenEmpty);
    }

    /// <summary>What handlers noted, a line a run.</summary>
    public static void WriteNotes(CliConsole console, IReadOnlyList<RunDocument> runs)
    {
        foreach (RunDocument run in runs)
        {
            if (run.Notes is { } notes)
            {
                console.Out.WriteLine($"notes of attempt {Shown.Number(run.Attempt)} at {Shown.Instant(run.At)}: {PlainText.Of(JsonLine.Text(notes))}");
            }
        }
    }
}
