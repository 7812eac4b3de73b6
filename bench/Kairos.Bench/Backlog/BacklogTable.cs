using System.Diagnostics;
using System.Globalization;
using Kairos.Bench.Storage;
using Kairos.Bench.Throughput;
using Kairos.Events;
using Kairos.Jobs;
using Kairos.PostgreSql;
using Kairos.Stores;
using Kairos.Time;
using Npgsql;

namespace Kairos.Bench.Backlog;

/// <summary>A table of jobs that are planned from tomorrow on, and what due ones cost in front of them.</summary>
internal sealed class BacklogTable(PostgresStorage storage)
{
    private const int Batch = 500;
    private const int Arms = 100;
    private const int Fill = 10_000;

    // As many due jobs a second while the snapshot is held as leave their dead entries in the index: 4,000.
    private static readonly TimeSpan s_armEach = TimeSpan.FromMilliseconds(125);
    private static readonly TimeSpan s_dueEach = TimeSpan.FromMilliseconds(10);

    private readonly EngineClock _clock = new(TimeProvider.System);
    private PostgreSqlStore _store = null!;

    internal async Task<BacklogFigures> MeasureAsync(int rows, TimeSpan hold)
    {
        await using PostgreSqlStore store = await storage.JoinedAsync(_clock.Now);
        _store = store;
        double filled = rows / (await Stint.OfAsync(() => FillAsync(rows))).Seconds;
        await storage.SettleAsync();
        (double table, double indexes) = await SizesAsync();
        TimeSpan startUp = await StartUpAsync();
        await DueAsync((Arms + 10) * Batch);
        await storage.SettleAsync();
        _ = await ArmAsync(10);
        Sample arm = new(await ArmAsync(Arms));
        Sample held = await HoldAsync(hold);
        return new BacklogFigures { FilledPerSecond = filled, TableMegabytes = table, IndexMegabytes = indexes, StartUp = startUp, Arm = arm, Held = held };
    }

    private async Task FillAsync(int rows)
    {
        Instant first = _clock.Now + TimeSpan.FromDays(1);
        for (int done = 0; done < rows; done += Fill)
        {
            NewJob[] jobs = new NewJob[Math.Min(Fill, rows - done)];
            for (int i = 0; i < jobs.Length; i++)
            {
                int n = done + i;
                string owner = string.Create(CultureInfo.InvariantCulture, $"owner {n % 100_000}");

                // Over a month, and not in order: as jobs of many owners come.
                Instant at = first + TimeSpan.FromSeconds(n * 7919L % 2_592_000);
                jobs[i] = New(owner, at);
            }

            await _store.SubmitAllAsync(jobs, _clock.Now, CancellationToken.None);
        }
    }

    // One each hundredth of a second, as what comes due over a time: at one instant no arm could begin behind what is taken.
    private async Task DueAsync(int rows)
    {
        Instant first = _clock.Now - TimeSpan.FromMinutes(1) - (rows * s_dueEach);
        for (int done = 0; done < rows; done += Fill)
        {
            NewJob[] jobs = new NewJob[Math.Min(Fill, rows - done)];
            for (int i = 0; i < jobs.Length; i++)
            {
                jobs[i] = New("bench", first + ((done + i) * s_dueEach));
            }

            await _store.SubmitAllAsync(jobs, _clock.Now, CancellationToken.None);
        }
    }

    private NewJob New(string owner, Instant at) =>
        new() { Id = JobId.New(owner, _clock.Now.ToDateTimeOffset()), Owner = owner, Kind = TestBed.Kind, Due = at, At = at, Payload = "{}"u8.ToArray() };

    // Armed and ended, as an engine does: what was armed leaves a dead entry at the head of the index.
    private async Task<List<double>> ArmAsync(int arms)
    {
        List<double> taken = [];
        for (int i = 0; i < arms; i++)
        {
            taken.Add(await ArmOnceAsync());
        }

        return taken;
    }

    private async Task<double> ArmOnceAsync()
    {
        long begun = Stopwatch.GetTimestamp();
        IReadOnlyList<ArmedRow> rows = await _store.ArmAsync(Instant.Min, _clock.Now, Batch, CancellationToken.None);
        double taken = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        if (rows.Count != Batch)
        {
            throw new InvalidOperationException($"An arm found {rows.Count} of {Batch} jobs: this is no measurement.");
        }

        Instant now = _clock.Now;
        await _store.CompleteAsync([.. rows.Select(row => PostgresStorage.Ended(row, now))], now, CancellationToken.None);
        return taken;
    }

    private async Task<Sample> HoldAsync(TimeSpan hold)
    {
        int arms = (int)(hold / s_armEach);
        await DueAsync(arms * Batch);
        await storage.SettleAsync();
        await using NpgsqlConnection old = new($"{storage.ConnectionString};Pooling=false");
        await old.OpenAsync();
        await using NpgsqlTransaction snapshot = await old.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        await using NpgsqlCommand look = new("select count(*) from kairos.node", old);
        await look.ExecuteScalarAsync();
        List<double> taken = [];
        long begun = Stopwatch.GetTimestamp();
        for (int i = 0; i < arms; i++)
        {
            TimeSpan ahead = (i * s_armEach) - Stopwatch.GetElapsedTime(begun);
            if (ahead > TimeSpan.Zero)
            {
                await Task.Delay(ahead, TimeProvider.System);
            }

            taken.Add(await ArmOnceAsync());
        }

        await snapshot.RollbackAsync();
        return new Sample(taken.Skip(arms * 3 / 4));
    }

    private async Task<(double Table, double Indexes)> SizesAsync() => (
        Megabytes(await PostgresYard.AskAsync(storage.ConnectionString, "select pg_table_size('kairos.job')")),
        Megabytes(await PostgresYard.AskAsync(storage.ConnectionString, "select pg_indexes_size('kairos.job')")));

    private static double Megabytes(object? bytes) => (long)bytes! / 1e6;

    private async Task<TimeSpan> StartUpAsync()
    {
        long begun = Stopwatch.GetTimestamp();
        await using TestBed bed = await TestBed.StartAsync(storage, static (_, _, _) => new ValueTask<Outcome>(Outcome.Success));
        TaskCompletionSource ran = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using IDisposable listening = bed.Engine.Events.Listen(e =>
        {
            if (e is RunCommitted)
            {
                ran.TrySetResult();
            }
        });

        // Started is who has run a job.
        await bed.Client.SubmitAsync(new JobRequest { Kind = TestBed.Kind, Owner = "bench" });
        await ran.Task;
        return Stopwatch.GetElapsedTime(begun);
    }
}
