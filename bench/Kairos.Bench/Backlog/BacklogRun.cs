using System.Globalization;
using Kairos.Bench.Reporting;
using Kairos.Bench.Storage;

namespace Kairos.Bench.Backlog;

/// <summary>What a long table of pending jobs costs: arming, start-up, disk; and with an old snapshot held elsewhere.</summary>
internal static class BacklogRun
{
    internal static async Task RunAsync(Report report, PostgresYard yard, Arguments arguments)
    {
        List<(int Rows, BacklogFigures Figures)> all = [];
        foreach (int rows in arguments.Rows)
        {
            await using PostgresStorage storage = (PostgresStorage)await yard.NewAsync();
            BacklogFigures figures = await new BacklogTable(storage).MeasureAsync(rows, TimeSpan.FromSeconds(arguments.Hold));
            all.Add((rows, figures));
            report.Judge(
                "start-up under 2 s",
                figures.StartUp < TimeSpan.FromSeconds(2),
                string.Create(CultureInfo.InvariantCulture, $"{rows:#,0} pending jobs"),
                ("filled, rows per s", figures.FilledPerSecond),
                ("table MB", figures.TableMegabytes),
                ("indexes MB", figures.IndexMegabytes),
                ("start-up ms", figures.StartUp.TotalMilliseconds),
                ("arm of 500, p50 ms", figures.Arm.Median),
                ("arm of 500, p99 ms", figures.Arm.P99),
                ("with an old snapshot held, p50 ms", figures.Held.Median),
                ("with an old snapshot held, p99 ms", figures.Held.P99),
                ("arms with the snapshot held", figures.Held.Count));
        }

        if (all.Count > 1)
        {
            (int fewest, BacklogFigures few) = all[0];
            (int most, BacklogFigures many) = all[^1];
            double ratio = many.Arm.Median / few.Arm.Median;
            double held = many.Held.Median / few.Arm.Median;
            report.Judge(
                "arming within 1.2x of that at the fewest, within 2x with an old snapshot held",
                ratio <= 1.2 && held <= 2,
                string.Create(CultureInfo.InvariantCulture, $"{most:#,0} pending jobs to {fewest:#,0}"),
                ("arming ratio", ratio),
                ("arming ratio with an old snapshot held", held));
        }
    }
}
