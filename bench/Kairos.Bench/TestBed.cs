using System.Text.Json.Serialization;
using Kairos.Bench.Storage;
using Kairos.Handlers;
using Kairos.Hosting;
using Kairos.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Bench;

/// <summary>A whole engine with its defaults, one node of however many there are on its storage.</summary>
internal sealed class TestBed : IAsyncDisposable
{
    internal const string Kind = "bench.nothing";

    private readonly ServiceProvider _services;

    private TestBed(ServiceProvider services)
    {
        _services = services;
        Engine = services.GetRequiredService<KairosEngine>();
        Client = services.GetRequiredService<JobClient>();
    }

    internal KairosEngine Engine { get; }

    internal JobClient Client { get; }

    /// <summary>Starts an engine on <paramref name="storage"/>, which stays when it ends.</summary>
    internal static async Task<TestBed> StartAsync(IStorage storage, JobDelegate<Nothing> handler)
    {
        ServiceCollection services = new();
        services.AddKairos(kairos =>
        {
            storage.Choose(kairos);
            kairos.Handle(Kind, BenchJson.Default.Nothing, handler);
        });
        TestBed bed = new(services.BuildServiceProvider());
        await bed.Engine.StartAsync(CancellationToken.None);
        return bed;
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }
}

/// <summary>The payload of a job that does nothing.</summary>
internal sealed record Nothing;

[JsonSerializable(typeof(Nothing))]
internal sealed partial class BenchJson : JsonSerializerContext;
