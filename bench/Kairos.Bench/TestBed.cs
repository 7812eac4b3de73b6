using System.Text.Json.Serialization;
using Kairos.Handlers;
using Kairos.Hosting;
using Kairos.Jobs;
using Kairos.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Bench;

/// <summary>A whole engine over a SQLite file in a folder of its own, with its defaults.</summary>
internal sealed class TestBed : IAsyncDisposable
{
    internal const string Kind = "bench.nothing";

    private readonly Scratch _scratch;
    private readonly ServiceProvider _services;

    private TestBed(Scratch scratch, ServiceProvider services)
    {
        (_scratch, _services) = (scratch, services);
        Engine = services.GetRequiredService<KairosEngine>();
        Client = services.GetRequiredService<JobClient>();
    }

    internal KairosEngine Engine { get; }

    internal JobClient Client { get; }

    /// <summary>Starts an engine on the file of <paramref name="scratch"/>, which it disposes of at its end.</summary>
    internal static async Task<TestBed> StartAsync(Scratch scratch, JobDelegate<Nothing> handler)
    {
        ServiceCollection services = new();
        services.AddKairos(kairos => kairos.UseSqlite(scratch.Path).Handle(Kind, BenchJson.Default.Nothing, handler));
        TestBed bed = new(scratch, services.BuildServiceProvider());
        await bed.Engine.StartAsync(CancellationToken.None);
        return bed;
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        _scratch.Dispose();
    }
}

/// <summary>A folder that goes away again, with a database in it.</summary>
internal sealed class Scratch : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kairos-bench-");

    internal string Path => System.IO.Path.Combine(_folder.FullName, "jobs.db");

    internal SqliteStoreOptions Options => new() { Path = Path };

    public void Dispose() => _folder.Delete(recursive: true);
}

/// <summary>The payload of a job that does nothing.</summary>
internal sealed record Nothing;

[JsonSerializable(typeof(Nothing))]
internal sealed partial class BenchJson : JsonSerializerContext;
