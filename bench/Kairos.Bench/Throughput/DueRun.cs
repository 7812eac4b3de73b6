using System.Globalization;
using Kairos.Bench.Reporting;
using Kairos.Jobs;
using Kairos.Sqlite;
using Kairos.Sqlite.Connections;
using Kairos.Stores;
using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Rules;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kairos.Bench.Throughput;

/// <summary>Due jobs a second, from a start of the engine on a full table to the commit of the last run; against a bare loop.</summary>
internal static class DueRun
{
    private const int Batch = 500;
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(2);

    internal static async Task RunAsync(Report report, int jobs, int rounds)
    {
        List<Stint> ours = [], theirs = [];
        for (int round = -1; round < rounds; round++)
        {
            Stint engine = await EngineAsync(jobs);
            Stint bare = Bare(jobs);

            // The first round warms up.
            if (round >= 0)
            {
                ours.Add(engine);
                theirs.Add(bare);
            }
        }

        double engineSeconds = new Sample(ours.Select(s => s.Seconds)).Median;
        double bareSeconds = new Sample(theirs.Select(s => s.Seconds)).Median;
        report.Judge(
            ">= 70 % of the bare loop over the same tables and statements",
            engineSeconds * 0.7 <= bareSeconds,
            string.Create(CultureInfo.InvariantCulture, $"{jobs:#,0} due jobs that do nothing, from the start of the engine to the last commit, median of {rounds}"),
            ("jobs per s", jobs / engineSeconds),
            ("worst jobs per s", jobs / ours.Max(s => s.Seconds)),
            ("bare jobs per s", jobs / bareSeconds),
            ("ratio", bareSeconds / engineSeconds),
            ("cpu us per job", 1e6 * new Sample(ours.Select(s => s.CpuSeconds)).Median / jobs),
            ("bare cpu us per job", 1e6 * new Sample(theirs.Select(s => s.CpuSeconds)).Median / jobs));
    }

    private static async Task<Stint> EngineAsync(int jobs)
    {
        Scratch scratch = new();
        await PreloadAsync(scratch, jobs);
        TestBed? bed = null;
        Stint stint = await Stint.OfAsync(async () =>
        {
            int done = 0;
            TaskCompletionSource ran = new(TaskCreationOptions.RunContinuationsAsynchronously);
            bed = await TestBed.StartAsync(scratch, (_, _, _) =>
            {
                if (Interlocked.Increment(ref done) == jobs)
                {
                    ran.SetResult();
                }

                return new ValueTask<Outcome>(Outcome.Success);
            });
            await ran.Task;

            // A job leaves memory when its end is committed. Not by the engine's events: with a listener each job would cost three.
            while (bed.Engine.ArmedCount > 0)
            {
                await Task.Delay(s_look, TimeProvider.System);
            }
        });
        Check(scratch, jobs);
        await bed!.DisposeAsync();
        return stint;
    }

    private static Stint Bare(int jobs)
    {
        using Scratch scratch = new();
        PreloadAsync(scratch, jobs).GetAwaiter().GetResult();
        EngineClock clock = new(TimeProvider.System);
        int done = 0;
        BareStore? bare = null;
        Stint stint = Stint.Of(() =>
        {
            bare = new BareStore(scratch, clock.Now);
            done = bare.ArmAndComplete(clock, Batch);
        });
        Check(scratch, jobs);

        // Not on the bill, as the stop of the engine is not: it copies what is left of the log.
        bare!.Dispose();
        return done == jobs ? stint : throw new InvalidOperationException($"The bare loop found {done} of {jobs} jobs.");
    }

    private static async Task PreloadAsync(Scratch scratch, int jobs)
    {
        EngineClock clock = new(TimeProvider.System);
        SqliteStore store = new(scratch.Options, NullLogger<SqliteStore>.Instance, TimeProvider.System);
        await using (store)
        {
            await store.OpenAsync(clock.Now, CancellationToken.None);
            JobRequest request = new() { Kind = TestBed.Kind, Owner = "bench", Trigger = new AtTrigger(clock.Now - TimeSpan.FromMinutes(1)) };
            for (int left = jobs; left > 0; left -= Limits.BulkJobs)
            {
                NewJob[] batch = Rows.Of(request, Math.Min(left, Limits.BulkJobs), clock);
                await store.SubmitAllAsync(batch, clock.Now, CancellationToken.None);
            }
        }
    }

    /// <summary>What was measured is only worth telling when every run is in the record.</summary>
    private static void Check(Scratch scratch, int jobs)
    {
        using Microsoft.Data.Sqlite.SqliteConnection connection = new($"Data Source={scratch.Path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using Statement count = new(connection.Handle!, "select (select count(*) from run), (select count(*) from job)");
        _ = count.Step();
        (long runs, long left) = (count.Long(0), count.Long(1));
        count.Reset();
        if (runs != jobs || left != 0)
        {
            throw new InvalidOperationException($"{runs} of {jobs} runs are in the record and {left} jobs are left: this is no measurement.");
        }
    }
}
