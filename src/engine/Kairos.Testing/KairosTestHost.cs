using Kairos.Events;
using Kairos.Hosting;
using Kairos.Jobs;
using Kairos.Sqlite;
using Kairos.Stores;
using Kairos.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kairos.Testing;

/// <summary>A whole engine on manual time and SQLite in memory: advance, await a signal, look.</summary>
/// <threadsafety>For one test.</threadsafety>
public sealed class KairosTestHost : IAsyncDisposable
{
    // Of real time, and only so that a test that waits for what never comes ends with a word.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    // Longer: what keeps a stop waiting may itself be a wait that ends after that patience.
    private static readonly TimeSpan s_stopPatience = 2 * s_patience;

    private readonly ServiceProvider _services;
    private readonly Signals _signals;
    private readonly Instant _begun;
    private int _drained;
    private bool _stopped;

    private KairosTestHost(ServiceProvider services, ManualTime time)
    {
        _services = services;
        Time = time;
        _begun = Instant.From(time.GetUtcNow());
        Engine = services.GetRequiredService<KairosEngine>();
        Jobs = services.GetRequiredService<JobClient>();
        _signals = new Signals(Engine.Events);
    }

    /// <summary>Moves only when told to.</summary>
    public ManualTime Time { get; }

    /// <summary>The engine.</summary>
    public KairosEngine Engine { get; }

    /// <summary>Submits and looks up.</summary>
    public JobClient Jobs { get; }

    /// <summary>What the engine did so far.</summary>
    public IReadOnlyList<EngineEvent> Events => _signals.All;

    /// <summary>The host's services.</summary>
    public IServiceProvider Services => _services;

    /// <summary>Makes and starts an engine.</summary>
    /// <param name="configure">Its kinds and targets; a store chosen here takes the place of SQLite in memory.</param>
    /// <param name="time">The time it lives in; by default one of its own.</param>
    public static async Task<KairosTestHost> StartAsync(Action<KairosBuilder> configure, ManualTime? time = null)
    {
        time ??= new ManualTime();
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(time);
        services.AddLogging();
        services.AddKairos(k =>
        {
            k.UseSqlite(new SqliteStoreOptions { Temporary = true });
            configure(k);
        });
        KairosTestHost host = new(services.BuildServiceProvider(), time);
        foreach (IHostedService service in host._services.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
        }

        return host;
    }

    /// <summary>The first event of this type that fits: one that has been, else the one to come.</summary>
    /// <exception cref="TimeoutException">None came within 30 s of real time; the message lists what did.</exception>
    public Task<T> UntilAsync<T>(Func<T, bool>? fits = null)
        where T : EngineEvent => _signals.UntilAsync(fits ?? (static _ => true), s_patience);

    /// <summary>Advances from instant to instant until no live job is waiting any more, at most to <paramref name="until"/>.</summary>
    /// <returns>The runs that were committed since the drain before, or since the start.</returns>
    public async Task<IReadOnlyList<RunView>> DrainAsync(DateTimeOffset? until = null)
    {
        Instant end = until is { } given ? Instant.From(given) : Instant.Max;
        while (true)
        {
            IReadOnlyList<JobView> next = await Jobs.ListAsync(new JobFilter { Limit = 1_000 });
            JobView? first = next.FirstOrDefault(j => j.State is not (JobState.Parked or JobState.Paused));
            if (first is null || first.At > end)
            {
                break;
            }

            if (first.At > Engine.Clock.Now)
            {
                Time.AdvanceTo(first.At.ToDateTimeOffset());
            }

            await UntilAsync<EngineEvent>(e => e is RunCommitted { Run: var run } && run.Job == first.Id && run.Fence >= first.Fence && run.Due >= first.Due && run.Attempt > first.Attempt
                || (e is OccurrenceNotStarted passed && passed.Job == first.Id && passed.Fence > first.Fence - (first.State == JobState.Armed ? 1 : 0)));
        }

        if (until is not null && Instant.From(until.Value) > Engine.Clock.Now)
        {
            Time.AdvanceTo(until.Value);
        }

        // A run is on disk a moment before its event is told.
        HashSet<(JobId Job, long Fence)> told = [.. _signals.All.OfType<RunCommitted>().Select(e => (e.Run.Job, e.Run.Fence))];
        foreach ((JobId job, long fence) in (await EndedAsync()).Where(r => !told.Contains(r)))
        {
            await UntilAsync<RunCommitted>(e => e.Run.Job == job && e.Run.Fence == fence);
        }

        IReadOnlyList<EngineEvent> all = _signals.All;
        RunView[] runs = [.. all.Skip(_drained).OfType<RunCommitted>().Select(e => e.Run)];
        _drained = all.Count;
        return runs;
    }

    // The attempts in the record that were started, by job and fence; those of a host before this one, on the same file, are not ours.
    private async Task<List<(JobId Job, long Fence)>> EndedAsync()
    {
        List<(JobId Job, long Fence)> ended = [];
        RunFilter page = new() { Limit = 1_000 };
        while (true)
        {
            IReadOnlyList<RunView> runs = await Jobs.RunsAsync(page);
            ended.AddRange(runs.Where(r => r.Started is not null && r.Ended >= _begun).Select(r => (r.Job, r.Fence)));
            if (runs.Count < page.Limit)
            {
                return ended;
            }

            page = page with { After = RunPosition.Of(runs[^1]) };
        }
    }

    /// <summary>Stops the engine as a host would: what runs is waited for, in the patience of its time and then of its host.</summary>
    /// <param name="ct">The host's patience.</param>
    /// <exception cref="TimeoutException">It did not stop within a minute of real time; the message lists what came last.</exception>
    public async Task StopAsync(CancellationToken ct = default)
    {
        if (_stopped)
        {
            return;
        }

        _stopped = true;
        foreach (IHostedService service in _services.GetServices<IHostedService>().Reverse())
        {
            await WithPatienceAsync(service.StopAsync(ct));
        }
    }

    private async Task WithPatienceAsync(Task stop)
    {
        try
        {
            await stop.WaitAsync(s_stopPatience, TimeProvider.System);
        }
        catch (TimeoutException e) when (!stop.IsCompleted)
        {
            throw new TimeoutException($"The engine did not stop within {s_stopPatience}: advance its time, or end what it waits for. What came: {string.Join("; ", Events.TakeLast(20))}", e);
        }
    }

    /// <summary>Stops the engine if it runs; a handler that still runs is cancelled and not waited for, for its time may never move on.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(new CancellationToken(canceled: true));
        _signals.Dispose();
        await _services.DisposeAsync();
    }
}
