using System.Globalization;
using Spectre.Console;

namespace Kairos.Cli.Rehearse;

/// <summary>The table of a rehearsal, for people.</summary>
internal static class RehearsalPrinter
{
    private const int BarWidth = 40;
    private static readonly double[] s_edges = [0, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, double.PositiveInfinity];

    internal static void Print(IAnsiConsole console, RehearsalReport report, RehearsalFindings findings)
    {
        PrintOutcomes(console, report);
        PrintTimes(console, report);
        PrintHistogram(console, "Engine: first statement behind the gate, after its instant", findings.EngineLateness);
        PrintHistogram(console, "Venue: first booking request, after the opening by the venue's clock", findings.VenueArrivals);
        PrintSlowest(console, findings);
        PrintVerdict(console, report);
    }

    private static void PrintOutcomes(IAnsiConsole console, RehearsalReport report)
    {
        Table table = new Table().Border(TableBorder.Rounded).Title($"[bold]{report.Students} students[/]").AddColumn("outcome").AddColumn(new TableColumn("students").RightAligned());
        foreach ((string outcome, int count) in report.Outcomes)
        {
            table.AddRow(Markup.Escape(outcome), Number(count));
        }

        console.Write(table);
    }

    private static void PrintTimes(IAnsiConsole console, RehearsalReport report)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumn("milliseconds");
        foreach (string column in (string[])["p50", "p99", "max"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        Row("lateness at the engine", report.EngineLatenessMs);
        Row("arrival at the venue after its opening", report.VenueArrivalMs);
        Row("wait for the venue's budget", report.BudgetWaitMs);
        if (report.Nodes?.Killed is { Students: > 0 } killed)
        {
            Row("taken over: lateness at the engine", killed.EngineLatenessMs);
            Row("taken over: arrival at the venue", killed.VenueArrivalMs);
        }

        console.Write(table);

        void Row(string name, Figures f) => table.AddRow(name, Millis(f.P50), Millis(f.P99), Millis(f.Max));
    }

    private static void PrintHistogram(IAnsiConsole console, string title, IReadOnlyList<double> values)
    {
        console.MarkupLineInterpolated($"[bold]{title}[/]");
        int[] counts = new int[s_edges.Length - 1];
        foreach (double value in values)
        {
            counts[Math.Clamp(Array.FindLastIndex(s_edges, edge => value >= edge), 0, counts.Length - 1)]++;
        }

        int most = Math.Max(1, counts.Max());
        int first = Math.Max(0, Array.FindIndex(counts, c => c > 0));
        int last = Math.Max(first, Array.FindLastIndex(counts, c => c > 0));
        for (int i = first; i <= last; i++)
        {
            string upTo = double.IsPositiveInfinity(s_edges[i + 1]) ? "more" : $"{s_edges[i + 1].ToString(CultureInfo.InvariantCulture)} ms";
            string bar = new('█', (int)Math.Round((double)counts[i] * BarWidth / most));
            console.MarkupLineInterpolated($"  [grey]< {upTo,8}[/] {counts[i],5} [green]{bar}[/]");
        }

        console.WriteLine();
    }

    private static void PrintSlowest(IAnsiConsole console, RehearsalFindings findings)
    {
        Table table = new Table().Border(TableBorder.Rounded).Title("The slowest ten").AddColumn("student").AddColumn(new TableColumn("arrived after the opening").RightAligned()).AddColumn("outcome");
        foreach ((string student, double ms) in findings.FirstArrivals.OrderByDescending(a => a.Ms).Take(10))
        {
            table.AddRow(Markup.Escape(student), Millis(ms) + " ms", Markup.Escape(findings.Results.GetValueOrDefault(student)?.Outcome ?? "lost"));
        }

        console.Write(table);
    }

    private static void PrintVerdict(IAnsiConsole console, RehearsalReport report)
    {
        if (report.Nodes is { } nodes)
        {
            console.MarkupLineInterpolated($"{nodes.Started} {(nodes.Started == 1 ? "node" : "nodes")} on PostgreSQL, students served: {report.Served}");
        }

        if (report.Nodes?.Killed is { } killed)
        {
            string after = killed.TakenOverAfterMs is { } ms ? $"taken over {Number(ms / 1_000)} s later" : "never taken over";
            console.MarkupLineInterpolated($"Node {killed.Node} was killed {Number(killed.BeforeOpeningMs / 1_000)} s before the opening with {killed.Held} grabs in its hands: {after}, {killed.StudentsServed} of its {killed.Students} students served by the others");
        }

        console.MarkupLineInterpolated($"Requests that arrived early: {report.Early}   seats taken twice: {report.DoubleBooked}   commands lost: {report.Lost}   named seats left free: {report.LeftFree}");
        console.MarkupLineInterpolated($"Named seats that rivals won: {report.RivalsWon}   venue's clock minus ours: {report.ClockOffsetMs.Low} to {report.ClockOffsetMs.High} ms, learned from Date alone");
        if (report.BudgetPerSecond is { } budget)
        {
            console.MarkupLineInterpolated($"Requests of students within any second, at the venue: {report.VenuePeakPerSecond} at most, with a budget of {Number(budget)} over all servers");
        }

        if (report.ClockOffsetMs.High - report.ClockOffsetMs.Low > 50)
        {
            console.MarkupLine("[yellow]The offset is known to more than 50 ms only: bookings go out by its safe end, that much later.[/]");
        }

        console.MarkupLine(report.Ok ? $"[bold green]✔ all as promised[/], {Number(report.Seconds)} s in all" : "[bold red]✘ an invariant broke[/]");
    }

    private static string Millis(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
