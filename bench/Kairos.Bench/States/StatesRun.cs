using System.Globalization;
using AdPlatform;
using AdPlatform.Loading;
using AdPlatform.Schedules;
using Kairos.Bench.Peers;
using Kairos.Bench.Reporting;
using Kairos.Bench.States.Ours;
using Kairos.Bench.States.Steps;
using Kairos.Bench.Storage;
using Kairos.Bench.Throughput;
using Npgsql;

namespace Kairos.Bench.States;

/// <summary>What it costs to make the status of an ad platform's rows right at a half hour, in the ways that were tried before ours, and in ours.</summary>
internal sealed class StatesRun(Report report, PostgresYard yard, TextWriter progress)
{
    private const int FirstHour = 8;
    private const int HalfHours = 29;
    private const double DueAtWholeScale = 10_000;

    internal static async Task RunAsync(Report report, PostgresYard yard, Arguments arguments)
    {
        await PostgresYard.AskAsync(yard.Server.ConnectionString, "create extension pg_stat_statements");
        StatesRun run = new(report, yard, Console.Error);
        foreach (int rows in arguments.Rows)
        {
            await run.MeasureAsync(new AdOptions { Rows = rows, Seed = arguments.Seed, Creatives = false });
        }
    }

    /// <summary>Says beforehand what disk and time it needs.</summary>
    internal static void SayNeeds(Report report, IReadOnlyList<int> rows)
    {
        foreach (int count in rows)
        {
            StatesNeeds needs = StatesNeeds.Of(count);
            report.Say(
                string.Create(CultureInfo.InvariantCulture, $"{count:#,0} rows will need about"),
                ("disk GB", needs.Gigabytes),
                ("free GB", StatesNeeds.FreeGigabytes()),
                ("minutes", needs.Time.TotalMinutes));
        }
    }

    private async Task MeasureAsync(AdOptions options)
    {
        await using PeerDatabase database = await PeerDatabase.CreateAsync(yard.Server, string.Create(CultureInfo.InvariantCulture, $"states{options.Rows}"));
        DateTimeOffset at = Choose(options);
        options = options with { StatusAt = at - TimeSpan.FromMinutes(30) };
        await GenerateAsync(options, database);

        // Only now: a source knows the types that there are when it first connects.
        await using NpgsqlDataSource source = NpgsqlDataSource.Create($"{database.ConnectionString};Command Timeout=0");
        (long kept, long now) = (ScheduleMaker.Micros(options.StatusAt.Value), ScheduleMaker.Micros(at));
        await using NpgsqlDataSource unseen = NpgsqlDataSource.Create($"{database.ConnectionString};Command Timeout=0;Options=-c session_replication_role=replica");
        StatusTable table = new(unseen, database);
        StateOracle oracle = new(source, kept);
        await table.PrepareAsync();
        await oracle.CheckAsync(nextColumn: null, kept);
        await table.RememberAsync(oracle, kept);
        List<DueRow> due = await oracle.DueAsync(now);
        await table.TouchAsync(now);

        Ladder ladder = new(source, database, table, oracle);
        List<StepFigures> steps = [];
        long flips = due.Count(static row => row.Flips);
        foreach (ILadderStep step in (ILadderStep[])[new KeyRangeWalk(), new KeysetCursor()])
        {
            steps.Add(await StepAsync(ladder, step, now, flips));
        }

        // Before step 5: the filling of its column leaves more room in the pages, which would flatter what comes behind it.
        IReadOnlyList<StepFigures> ours = await new OursRun(report, database, table, oracle, progress).RunAsync(ladder, options, kept, due);
        await table.AddNextAsync(NextTimeWindow.Column);
        steps.Add(await StepAsync(ladder, new NextTimeWindow(), now, due.Count));
        steps.Add(await StepAsync(ladder, new BareUpdate(due, NextTimeWindow.Column), now, due.Count));
        Tell(options, steps, steps[0]);
        Tell(options, ours, steps[0]);
    }

    // A typical half hour of the day.
    private DateTimeOffset Choose(AdOptions options)
    {
        DateTimeOffset first = options.Today.AddHours(FirstHour);
        AdGenerator generator = new(options);
        long[] counts = generator.CountChanges(first, HalfHours);
        double wanted = DueAtWholeScale * options.Rows / AdOptions.WholeScale;
        (int index, long due) = counts.Index().MinBy(c => Math.Abs(c.Item - wanted));
        DateTimeOffset chosen = first.AddMinutes(30 * index);
        Sample all = new(counts.Select(static c => (double)c));
        report.Say(
            string.Create(CultureInfo.InvariantCulture, $"{options.Rows:#,0} rows; rows due at the half hours from {FirstHour}:00 to 22:00; chosen is {chosen:ddd HH:mm}"),
            ("rows with slots", generator.Layout.Slots),
            ("due then", due),
            ("due, fewest", all.First),
            ("due, median", all.Median),
            ("due, most", all.Last));
        return chosen;
    }

    private async Task GenerateAsync(AdOptions options, PeerDatabase database)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create($"{database.ConnectionString};Command Timeout=0");
        LastTold told = new(progress);
        Stint stint = await Stint.OfAsync(() => new AdGenerator(options).GenerateAsync(source, told, CancellationToken.None));
        report.Say(
            "generated",
            ("COPY, rows per s", told.StatusRowsPerSecond),
            ("seconds with all tables and indexes", stint.Seconds),
            ("disk GB", (long)(await PostgresYard.AskAsync(database.ConnectionString, "select pg_database_size(current_database())"))! / 1e9));
    }

    private async Task<StepFigures> StepAsync(Ladder ladder, ILadderStep step, long now, long written)
    {
        StepFigures figures = await ladder.MeasureAsync(step, now, written);
        await progress.WriteLineAsync(figures.ToString());
        return figures;
    }

    // The last one is the bare UPDATE with the indexes that these steps have.
    private void Tell(AdOptions options, IReadOnlyList<StepFigures> steps, StepFigures walk)
    {
        (double first, double bare) = (walk.Seconds, steps[^1].Seconds);
        foreach (StepFigures step in steps)
        {
            report.Say(
                string.Create(CultureInfo.InvariantCulture, $"{step.Name}; {options.Rows:#,0} rows"),
                ("seconds", step.Seconds),
                ("statements", step.Statements),
                ("rows read", step.Read),
                ("rows written", step.Written),
                ("CPU s of the engine", step.EngineCpuSeconds),
                ("CPU s of the database", step.DatabaseCpuSeconds),
                ("times as fast as step 1", first / step.Seconds),
                ("times as long as the bare UPDATE", step.Seconds / bare));
        }
    }

    private sealed class LastTold(TextWriter to) : IProgress<LoadProgress>
    {
        internal double StatusRowsPerSecond { get; private set; }

        public void Report(LoadProgress value)
        {
            StatusRowsPerSecond = value.What == "dsp_show_status" ? value.RowsPerSecond : StatusRowsPerSecond;
            to.WriteLine(value);
        }
    }
}
