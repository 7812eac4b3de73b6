using Kairos.Hosting;
using Kairos.Jobs;
using Kairos.Sqlite;
using Kairos.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kairos.Crash.Worker;

/// <summary>The engine of this process over the place's files.</summary>
internal sealed class EngineRoom : IAsyncDisposable
{
    public const string Owner = "crash";

    private readonly ServiceProvider _services;
    private readonly LineFile _effects;
    private readonly LineFile _acks;

    public EngineRoom(Place place)
    {
        Gauges = new Gauges(place.Gauges);
        _effects = new LineFile(place.Effects);
        _acks = new LineFile(place.Acks);
        Kinds = new Kinds(_effects, Gauges, TimeProvider.System);
        SqliteStoreOptions options = new() { Path = place.Database };
        _services = new ServiceCollection()
            .AddKairos(kairos =>
            {
                kairos.UseStore(_ => new WatchedStore(new SqliteStore(options, NullLogger<SqliteStore>.Instance, TimeProvider.System), Gauges));
                kairos.WhenOpen(CountLiveAsync);
                Kinds.AddTo(kairos);
            })
            .BuildServiceProvider();
        Engine = _services.GetRequiredService<KairosEngine>();
        Jobs = _services.GetRequiredService<JobClient>();
    }

    public Gauges Gauges { get; }

    public Kinds Kinds { get; }

    public KairosEngine Engine { get; }

    public JobClient Jobs { get; }

    /// <summary>Submits, and writes the acknowledgement down when it is there.</summary>
    public async ValueTask<SubmitAnswer> SubmitAsync(JobRequest request)
    {
        SubmitAnswer answer = await Jobs.SubmitAsync(request);
        if (answer.Accepted)
        {
            _acks.Append($"{request.IdempotencyKey} {answer.Id.Value:N}");
        }

        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _effects.Dispose();
        _acks.Dispose();
        Gauges.Dispose();
    }

    private async Task CountLiveAsync(IServiceProvider services, CancellationToken ct)
    {
        IReadOnlyDictionary<JobState, long> counts = await services.GetRequiredService<IJobStore>().CountJobsAsync(ct);
        Gauges.AddLive(counts.Values.Sum());
    }
}
