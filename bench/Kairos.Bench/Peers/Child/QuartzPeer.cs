using Npgsql;
using Quartz;

namespace Kairos.Bench.Peers.Child;

/// <summary>Quartz.NET on PostgreSQL: a job and a trigger for each.</summary>
internal sealed class QuartzPeer : IPeer
{
    private readonly QuartzSettings _settings;
    private readonly string _connectionString;
    private IScheduler? _scheduler;
    private long _made;

    internal QuartzPeer(string connectionString, QuartzSettings settings)
    {
        _settings = settings;
        NpgsqlConnectionStringBuilder builder = new(connectionString) { MaxPoolSize = 80 };
        if (settings.Prepared)
        {
            builder.MaxAutoPrepare = 100;
        }

        _connectionString = builder.ConnectionString;
    }

    public string Left => "select 1 from qrtz_triggers union all select 1 from qrtz_fired_triggers limit 1";

    public TimeSpan LeadPerJob => TimeSpan.FromMilliseconds(4);

    public int Bulk => 1_000;

    public async Task PreloadAsync(int count)
    {
        await OpenAsync();
        for (int left = count; left > 0; left -= Bulk)
        {
            await SubmitAllAsync(Math.Min(left, Bulk), TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(1));
        }

        await StopAsync();
    }

    public async Task OpenAsync() => _scheduler = await QuartzSchedulerBuilder.Create(quartz =>
    {
        quartz.ConfigureScheduler(options =>
        {
            options.InstanceName = "bench";
            if (_settings.IdleSeconds is { } seconds)
            {
                options.IdleWaitTime = TimeSpan.FromSeconds(seconds);
            }
        });
        if (_settings.Concurrency is { } concurrency)
        {
            quartz.UseDefaultThreadPool(concurrency);
        }

        quartz.UsePersistentStore(store =>
        {
            store.UsePostgres(_connectionString);
            store.UseSystemTextJsonSerializer();
            store.ProvisionSchema();
        });
    }).BuildScheduler();

    public async Task StartAsync(Action<DateTimeOffset> started)
    {
        await OpenAsync();
        _scheduler!.Context[NothingJob.Started] = started;
        await _scheduler.Start();
    }

    public async Task StopAsync()
    {
        await _scheduler!.Shutdown(waitForJobsToComplete: true);
        NpgsqlConnection.ClearAllPools();
    }

    public async Task SubmitAsync(DateTimeOffset at)
    {
        (IJobDetail job, ITrigger trigger) = Next(at);
        await _scheduler!.ScheduleJob(job, trigger);
    }

    public async Task SubmitAllAsync(int count, DateTimeOffset at)
    {
        Dictionary<IJobDetail, IReadOnlyCollection<ITrigger>> all = new(count);
        for (int i = 0; i < count; i++)
        {
            (IJobDetail job, ITrigger trigger) = Next(at);
            all.Add(job, [trigger]);
        }

        await _scheduler!.ScheduleJobs(all);
    }

    private (IJobDetail Job, ITrigger Trigger) Next(DateTimeOffset at)
    {
        string name = $"{Interlocked.Increment(ref _made)}";
        return (
            JobBuilder.Create<NothingJob>().WithIdentity(name).Build(),
            TriggerBuilder.Create().WithIdentity(name).StartAt(at).Build());
    }
}

/// <summary>Says for which instant it was started, and nothing else.</summary>
internal sealed class NothingJob : IJob
{
    internal const string Started = "started";

    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        ((Action<DateTimeOffset>)context.Scheduler.Context[Started]!)(context.ScheduledFireTimeUtc!.Value);
        return default;
    }
}
