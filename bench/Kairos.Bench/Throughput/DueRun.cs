using System.Globalization;
using Kairos.Bench.Reporting;
using Kairos.Bench.Storage;
using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;
using Kairos.Triggers.Rules;

namespace Kairos.Bench.Throughput;

/// <summary>Due jobs a second, from a start of the engine on a full table to the commit of the last run; against a bare loop.</summary>
internal static class DueRun
{
    private const int Batch = 500;
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(2);

    internal static async Task RunAsync(Report report, IStorageYard yard, int jobs, int rounds)
    {
        List<Stint> ours = [], theirs = [];
        for (int round = -1; round < rounds; round++)
        {
            Stint engine = await EngineAsync(yard, jobs);
            Stint bare = await BareAsync(yard, jobs);

            // The first round warms up.
            if (round >= 0)
            {
                ours.Add(engine);
                theirs.Add(bare);
            }
        }

        double engineSeconds = new Sample(ours.Select(s => s.Seconds)).Median;
        double bareSeconds = new Sample(theirs.Select(s => s.Seconds)).Median;
        List<(string, double)> figures =
        [
            ("jobs per s", jobs / engineSeconds),
            ("worst jobs per s", jobs / ours.Max(s => s.Seconds)),
            ("bare jobs per s", jobs / bareSeconds),
            ("ratio", bareSeconds / engineSeconds),
            ("cpu us per job", 1e6 * new Sample(ours.Select(s => s.AllCpuSeconds)).Median / jobs),
            ("bare cpu us per job", 1e6 * new Sample(theirs.Select(s => s.AllCpuSeconds)).Median / jobs),
        ];
        if (ours[0].Database is not null)
        {
            figures.Add(("engine cpu us per job", 1e6 * new Sample(ours.Select(s => s.CpuSeconds)).Median / jobs));
            figures.Add(("statements per job", new Sample(ours.Select(s => s.Database!.Value.Statements / (double)jobs)).Median));
            figures.Add(("transactions per job", new Sample(ours.Select(s => s.Database!.Value.Transactions / (double)jobs)).Median));
        }

        report.Judge(
            string.Create(CultureInfo.InvariantCulture, $">= {100 * yard.DueShare} % of the bare loop over the same tables and statements"),
            engineSeconds * yard.DueShare <= bareSeconds,
            string.Create(CultureInfo.InvariantCulture, $"{jobs:#,0} due jobs that do nothing, from the start of the engine to the last commit, median of {rounds}"),
            [.. figures]);
    }

    private static async Task<Stint> EngineAsync(IStorageYard yard, int jobs)
    {
        await using IStorage storage = await yard.NewAsync();
        await PreloadAsync(storage, jobs);
        TestBed? bed = null;
        Stint stint = await MeasureAsync(storage, () => Stint.OfAsync(async () =>
        {
            int done = 0;
            TaskCompletionSource ran = new(TaskCreationOptions.RunContinuationsAsynchronously);
            bed = await TestBed.StartAsync(storage, (_, _, _) =>
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
        }));
        await CheckAsync(storage, jobs);
        await bed!.DisposeAsync();
        return stint;
    }

    private static async Task<Stint> BareAsync(IStorageYard yard, int jobs)
    {
        await using IStorage storage = await yard.NewAsync();
        await PreloadAsync(storage, jobs);
        Stint stint = await MeasureAsync(storage, () => storage.BareDueAsync(jobs, Batch));
        await CheckAsync(storage, jobs);
        return stint;
    }

    private static async Task<Stint> MeasureAsync(IStorage storage, Func<Task<Stint>> measure)
    {
        DatabaseWork? before = await storage.WorkAsync();
        Stint stint = await measure();
        return before is { } begun && await storage.WorkAsync() is { } now ? stint with { Database = now.Since(begun) } : stint;
    }

    private static async Task PreloadAsync(IStorage storage, int jobs)
    {
        EngineClock clock = new(TimeProvider.System);
        await using (IJobStore store = storage.NewStore())
        {
            await store.OpenAsync(clock.Now, CancellationToken.None);
            JobRequest request = new() { Kind = TestBed.Kind, Owner = "bench", Trigger = new AtTrigger(clock.Now - TimeSpan.FromMinutes(1)) };
            for (int left = jobs; left > 0; left -= Limits.BulkJobs)
            {
                NewJob[] batch = Rows.Of(request, Math.Min(left, Limits.BulkJobs), clock);
                await store.SubmitAllAsync(batch, clock.Now, CancellationToken.None);
            }
        }

        await storage.SettleAsync();
    }

    /// <summary>What was measured is only worth telling when every run is in the record.</summary>
    private static async Task CheckAsync(IStorage storage, int jobs)
    {
        (long left, long runs) = await storage.CountAsync();
        if (runs != jobs || left != 0)
        {
            throw new InvalidOperationException($"{runs} of {jobs} runs are in the record and {left} jobs are left: this is no measurement.");
        }
    }
}
