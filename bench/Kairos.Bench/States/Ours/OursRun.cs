using System.Globalization;
using AdPlatform;
using AdPlatform.Schedules;
using Kairos.Bench.Peers;
using Kairos.Bench.Reporting;
using Kairos.Bench.States.Steps;
using Kairos.Bench.Throughput;
using Kairos.StateSchedules.Passes;
using Kairos.StateSchedules.Sets;

namespace Kairos.Bench.States.Ours;

/// <summary>What ours costs, from the installation to the repair, each against what it has to reach.</summary>
/// <param name="report">Where it is told.</param>
/// <param name="database">The ad platform's, with the state that is kept.</param>
/// <param name="table">Its status table.</param>
/// <param name="oracle">What is right.</param>
/// <param name="progress">For who waits.</param>
internal sealed class OursRun(Report report, PeerDatabase database, StatusTable table, StateOracle oracle, TextWriter progress)
{
    private const double BackfillPerSecond = 26_000;
    private const double TimesBare = 2;
    private const double TimesDue = 1.1;
    private const double Statements = 2;
    private const int StatementRows = 500;

    // The default, and the most: a batch of a pass has rows of all shards, and each shard is a statement.
    private static readonly IReadOnlyList<int> s_batches = [StateSettings.Default.BatchRows, StateSettings.MostBatchRows];
    private static readonly IReadOnlyList<int> s_hours = [1, 4, 24];

    /// <summary>Installs, fills, ticks, catches up, repairs, and takes everything away again.</summary>
    /// <param name="ladder">Measures as it did the others.</param>
    /// <param name="options">Of the rows.</param>
    /// <param name="kept">The instant of the state that is kept, in microseconds since 1970 UTC.</param>
    /// <param name="due">What is due half an hour later.</param>
    /// <returns>The ticks and the bare UPDATE beside them.</returns>
    internal async Task<IReadOnlyList<StepFigures>> RunAsync(Ladder ladder, AdOptions options, long kept, IReadOnlyList<DueRow> due)
    {
        await using OurTables tables = await OurTables.OpenAsync(database.ConnectionString);
        Stint installed = await Stint.OfAsync(tables.InstallAsync);
        report.Say(Named("ours: column, indexes and triggers of both mappings", options), ("seconds", installed.Seconds));
        double bare = await BareFillAsync(tables, options);
        foreach (int rows in s_batches)
        {
            await tables.SetBatchAsync(rows);
            await BackfillAsync(tables, options, kept, rows, bare);
        }

        await tables.SetBatchAsync(StateSettings.Default.BatchRows);
        long now = kept + Truth.HalfHour;
        List<StepFigures> steps = [];
        OursStep[] ticks = [new(tables, atOnce: false), new(tables, atOnce: true)];
        foreach (OursStep tick in ticks)
        {
            steps.Add(await TickAsync(ladder, tick, kept, now, due.Count));
        }

        StepFigures update = await ladder.MeasureAsync(new BareUpdate(due, tables.NextColumn), now, due.Count);
        await progress.WriteLineAsync(update.ToString());
        foreach ((OursStep tick, StepFigures figures) in ticks.Zip(steps))
        {
            Judge(options, tick, figures, update, due.Count);
        }

        await CatchUpAsync(ladder, options, ticks[1], kept);
        await RepairAsync(tables, options, kept);
        await tables.RemoveAsync();
        await database.SettleAsync(analyze: true);
        return [.. steps, update];
    }

    // What the database takes for the writes alone, with the same indexes: one statement, one commit, no reading of schedules.
    private async Task<double> BareFillAsync(OurTables tables, AdOptions options)
    {
        // Once before: the versions that the first filling of a column leaves make room for all that follow, ours too.
        await table.FillAsync(tables.NextColumn);
        await table.EmptyAsync(tables.NextColumn);
        await database.SettleAsync(analyze: true);
        int written = 0;
        Stint filled = await Stint.OfAsync(async () => written = await table.FillAsync(tables.NextColumn));
        double perSecond = written / filled.Seconds;
        report.Say(
            Named("one UPDATE of the same next changes, known beforehand, with no trigger firing", options),
            ("rows written", written),
            ("seconds", filled.Seconds),
            ("rows written per s", perSecond));
        return perSecond;
    }

    private async Task BackfillAsync(OurTables tables, AdOptions options, long kept, int rows, double bare)
    {
        await table.EmptyAsync(tables.NextColumn);
        await database.SettleAsync(analyze: true);
        PassFigures filled = await new OursPass(tables, database).RunAsync(PassKind.Backfill, kept);
        await database.SettleAsync(analyze: true);
        await oracle.CheckAsync(tables.NextColumn, kept);
        report.Judge(
            "at least 26,000 rows written a second",
            filled.Counts.Mended / filled.Seconds >= BackfillPerSecond,
            Named(string.Create(CultureInfo.InvariantCulture, $"ours: backfill of both mappings, {rows:#,0} rows a batch"), options),
            [.. filled.Told, ("times as many a second as one UPDATE", filled.Counts.Mended / filled.Seconds / bare)]);
    }

    private async Task<StepFigures> TickAsync(Ladder ladder, OursStep tick, long kept, long now, long due)
    {
        // Of what is right already a tick writes nothing: it opens the connections, and the code has run once.
        await ladder.WarmAsync(tick, kept);
        StepFigures figures = await ladder.MeasureAsync(tick, now, due);
        await progress.WriteLineAsync(figures.ToString());
        return figures;
    }

    private void Judge(AdOptions options, OursStep tick, StepFigures figures, StepFigures bare, long due)
    {
        (double ratio, double read) = (figures.Seconds / bare.Seconds, (double)figures.Read / due);
        report.Judge(
            "at most 2 times as long as the bare UPDATE, at most 1.1 times the rows due read, at most 2 statements per 500 rows of a shard",
            ratio <= TimesBare && read <= TimesDue && PerBatch(tick.Shards) <= Statements,
            Named(tick.Name, options),
            ("times as long as the bare UPDATE", ratio),
            ("CPU, times the bare UPDATE's", (figures.EngineCpuSeconds + figures.DatabaseCpuSeconds) / (bare.EngineCpuSeconds + bare.DatabaseCpuSeconds)),
            ("rows read per row due", read),
            ("statements by its own count", tick.Statements),
            ("statements per 500 rows and shard", PerBatch(tick.Shards)),
            ("statements per 500 rows and slice of several shards", PerBatch(tick.Slices)));

        double PerBatch(int parts) => tick.Statements / Math.Max(parts, Math.Ceiling(figures.Read / (double)StatementRows));
    }

    private async Task CatchUpAsync(Ladder ladder, AdOptions options, OursStep tick, long kept)
    {
        foreach (int hours in s_hours)
        {
            long now = kept + Truth.HalfHour + (hours * 2 * Truth.HalfHour);
            int due = (await oracle.DueAsync(now)).Count;
            StepFigures figures = await TickAsync(ladder, tick, kept, now, due);
            report.Say(
                Named(string.Create(CultureInfo.InvariantCulture, $"ours: catch-up after a standstill of {hours} h"), options),
                ("rows due", due),
                ("seconds", figures.Seconds),
                ("rows written per s", figures.Written / figures.Seconds),
                ("statements by its own count", tick.Statements),
                ("CPU s of the engine", figures.EngineCpuSeconds),
                ("CPU s of the database", figures.DatabaseCpuSeconds));
        }
    }

    private async Task RepairAsync(OurTables tables, AdOptions options, long kept)
    {
        int wrong = await table.FalsifyAsync(tables.NextColumn, options.Seed);
        await database.SettleAsync(analyze: true);
        PassFigures repaired = await new OursPass(tables, database).RunAsync(PassKind.Repair, kept);
        await oracle.CheckAsync(tables.NextColumn, kept);
        report.Judge(
            "every falsified row is found and mended, and no other is written",
            repaired.Counts.Different == wrong && repaired.Counts.Mended == wrong,
            Named("ours: repair, one next change in a thousand falsified", options),
            [("rows falsified", wrong), ("found", repaired.Counts.Different), .. repaired.Told]);
    }

    private static string Named(string what, AdOptions options) => string.Create(CultureInfo.InvariantCulture, $"{what}; {options.Rows:#,0} rows");
}
