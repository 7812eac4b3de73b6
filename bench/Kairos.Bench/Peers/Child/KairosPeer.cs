using Kairos.Bench.Throughput;
using Kairos.Handlers;
using Kairos.Hosting;
using Kairos.Jobs;
using Kairos.PostgreSql;
using Kairos.Stores;
using Kairos.Time;
using Kairos.Triggers.Rules;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kairos.Bench.Peers.Child;

/// <summary>Kairos with its defaults, on PostgreSQL.</summary>
internal sealed class KairosPeer(string connectionString) : IPeer
{
    private const string Kind = "bench.nothing";

    private ServiceProvider? _services;
    private KairosEngine _engine = null!;
    private JobClient _client = null!;

    public string Left => "select 1 from kairos.job limit 1";

    public TimeSpan LeadPerJob => TimeSpan.FromMilliseconds(0.2);

    public int Bulk => Limits.BulkJobs;

    private PostgreSqlStoreOptions Options => new() { ConnectionString = connectionString };

    // Past the engine, which would start them: the same rows, by the store's own bulk submit.
    public async Task PreloadAsync(int count)
    {
        EngineClock clock = new(TimeProvider.System);
        await using PostgreSqlStore store = new(Options, NullLogger<PostgreSqlStore>.Instance, TimeProvider.System);
        await store.OpenAsync(clock.Now, CancellationToken.None);
        for (int left = count; left > 0; left -= Bulk)
        {
            NewJob[] rows = Rows.Of(Request(TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(1)), Math.Min(left, Bulk), clock);
            await store.SubmitAllAsync(rows, clock.Now, CancellationToken.None);
        }
    }

    public Task OpenAsync() => StartAsync(static _ => { });

    public async Task StartAsync(Action<DateTimeOffset> started)
    {
        ServiceCollection services = new();
        services.AddKairos(kairos =>
        {
            kairos.UsePostgreSql(Options);
            kairos.Handle(Kind, PeerJson.Default.InstantPayload, (payload, _, _) =>
            {
                started(DateTimeOffset.FromUnixTimeMilliseconds(payload.At));
                return new ValueTask<Outcome>(Outcome.Success);
            });
        });
        _services = services.BuildServiceProvider();
        _engine = _services.GetRequiredService<KairosEngine>();
        _client = _services.GetRequiredService<JobClient>();
        await _engine.StartAsync(CancellationToken.None);
    }

    public async Task StopAsync()
    {
        await _engine.StopAsync(CancellationToken.None);
        await _services!.DisposeAsync();
    }

    public async Task SubmitAsync(DateTimeOffset at) => await _client.SubmitAsync(Request(at));

    public async Task SubmitAllAsync(int count, DateTimeOffset at)
    {
        JobRequest[] requests = new JobRequest[count];
        for (int i = 0; i < count; i++)
        {
            requests[i] = Request(at);
        }

        await _client.SubmitAllAsync(requests);
    }

    private static JobRequest Request(DateTimeOffset at) =>
        JobRequest.Of(Kind, "bench", new InstantPayload(at.ToUnixTimeMilliseconds()), PeerJson.Default.InstantPayload) with { Trigger = new AtTrigger(Instant.From(at)) };
}
