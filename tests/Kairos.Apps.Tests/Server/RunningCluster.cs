using Kairos.Lab.Databases;
using Kairos.Playground;
using Kairos.PostgreSql;
using Kairos.Seats.Venues;
using Kairos.Server;
using Microsoft.AspNetCore.Builder;

namespace Kairos.Apps.Tests.Server;

/// <summary>Two servers on two ports, one database under them, one venue beside them.</summary>
internal sealed class RunningCluster : IAsyncDisposable
{
    private readonly YardDatabase _database;
    private readonly WebApplication _venue;
    private readonly WebApplication[] _servers;
    private bool _rightIsStopped;
    private readonly string _folder;

    private RunningCluster(YardDatabase database, WebApplication venue, WebApplication[] servers, string folder) =>
        (_database, _venue, _servers, _folder) = (database, venue, servers, folder);

    internal string Left => _servers[0].Urls.Single();

    internal string Right => _servers[1].Urls.Single();

    internal static async Task<RunningCluster> StartAsync(DatabaseYard yard)
    {
        YardDatabase database = await yard.CreateDatabaseAsync(CancellationToken.None);
        string folder = Directory.CreateTempSubdirectory("kairos-cluster-").FullName;
        WebApplication venue = PlaygroundHost.Build(new PlaygroundOptions { Latency = TimeSpan.Zero, LatencyJitter = TimeSpan.Zero }, TimeProvider.System);
        await venue.StartAsync();
        WebApplication[] servers = [.. ((string[])["left", "right"]).Select(name => Build(database, venue, name, Path.Combine(folder, "kairos.key")))];

        // Together, on an empty database: its tables are made once, and so are the keys.
        await Task.WhenAll(servers.Select(server => server.StartAsync()));
        return new RunningCluster(database, venue, servers, folder);
    }

    /// <summary>Starts and ends a third, with a key file of its own.</summary>
    internal async Task StartStrangerAsync()
    {
        await using WebApplication stranger = Build(_database, _venue, "stranger", Path.Combine(_folder, "stranger.key"));
        await stranger.StartAsync();
    }

    private static WebApplication Build(YardDatabase database, WebApplication venue, string name, string keys) => ServerHost.Build(new ServerOptions
    {
        Port = 0,
        LogLevel = Microsoft.Extensions.Logging.LogLevel.Warning,
        PostgreSql = new PostgreSqlStoreOptions { ConnectionString = database.ConnectionString },
        NodeName = name,
        KeyFile = keys,
        Venue = new VenueOptions { Address = new Uri(venue.Urls.Single() + "/") },
    });

    /// <summary>Ends one in good order.</summary>
    internal Task StopRightAsync()
    {
        _rightIsStopped = true;
        return _servers[1].StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (WebApplication server in _servers.Append(_venue))
        {
            if (server != _servers[1] || !_rightIsStopped)
            {
                await server.StopAsync();
            }

            await server.DisposeAsync();
        }

        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
