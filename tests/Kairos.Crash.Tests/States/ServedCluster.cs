using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kairos.Crash.Tests.Workers;
using Kairos.Lab.Databases;
using Kairos.StateSchedules.Tests.Units;
using Npgsql;

namespace Kairos.Crash.Tests.States;

/// <summary>Servers as they are started from a shell, on a PostgreSQL of their own, and a user's tables in a database beside theirs.</summary>
internal sealed class ServedCluster : IAsyncDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);
    private readonly PrivatePostgres _server;
    private readonly NpgsqlDataSource _source;
    private readonly string _folder = Directory.CreateTempSubdirectory("kairos-states-").FullName;
    private readonly HttpClient _http = new() { Timeout = OtherProcess.Patience };
    private readonly List<ServedNode> _nodes = [];
    private int _asked;

    private ServedCluster(PrivatePostgres server)
    {
        _server = server;
        _source = NpgsqlDataSource.Create(server.ConnectionStringTo(UnitTables.Name));
        Units = new UnitTables(_source);
    }

    internal NpgsqlDataSource Source => _source;

    internal UnitTables Units { get; }

    internal IReadOnlyList<ServedNode> Nodes => _nodes;

    internal static async Task<ServedCluster> StartAsync(int nodes)
    {
        ServedCluster cluster = new(await PrivatePostgres.CreateAsync(new PrivatePostgresOptions(), CancellationToken.None));
        try
        {
            await using (NpgsqlConnection connection = new(cluster._server.ConnectionString + ";Pooling=false"))
            {
                await connection.OpenAsync();
                await using NpgsqlCommand create = new($"create database {UnitTables.Name}", connection);
                await create.ExecuteNonQueryAsync();
            }

            await cluster.Units.CreateAsync();
            await File.WriteAllTextAsync(Path.Combine(cluster._folder, "states.json"), UnitTables.Mapping());
            for (int i = 1; i <= nodes; i++)
            {
                string name = string.Create(CultureInfo.InvariantCulture, $"n{i}");
                cluster._nodes.Add(new ServedNode(() => cluster.Serve(name)));
            }

            await cluster.UpAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends when all servers answer.</summary>
    internal Task UpAsync() => Task.WhenAll(_nodes.Select(static node => node.UpAsync()));

    /// <summary>Asks any server that is up, and another where that one dies over it, until one has answered.</summary>
    /// <remarks>What is asked for may have been done more than once then.</remarks>
    internal async Task<JsonElement> AskAsync(HttpMethod method, string path, object? body = null)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(OtherProcess.Patience, $"Nobody answered {method} {path}.");
            if (_nodes[Interlocked.Increment(ref _asked) % _nodes.Count].Address is not { } address || await TryAskAsync(method, new Uri(address, path), body) is not { } answer)
            {
                await Task.Delay(s_look, TimeProvider.System);
                continue;
            }

            return answer;
        }
    }

    /// <summary>Slices of ticks that have come to their end.</summary>
    internal Task<long> TicksAsync() => NumberAsync("select count(*) from kairos.run where kind = 'states.tick' and outcome = 1");

    /// <summary>A number from the servers' own database.</summary>
    internal async Task<long> NumberAsync(string sql)
    {
        await using NpgsqlConnection connection = new(_server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ServedNode node in _nodes)
        {
            node.Dispose();
        }

        _http.Dispose();
        await _source.DisposeAsync();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private OtherProcess Serve(string name) => OtherProcess.Start(
        [
            .. Programs.Kairos, "serve", "--port", "0", "--store", "postgres", "--connection", _server.ConnectionString, "--node-name", name,
            "--key-file", Path.Combine(_folder, "kairos.key"), "--states", Path.Combine(_folder, "states.json"), "--until-stdin-closes",
        ],
        new Dictionary<string, string> { ["ADS_DB"] = _server.ConnectionStringTo(UnitTables.Name) });

    // Null where it died, or stopped: nobody knows then whether it was done.
    private async Task<JsonElement?> TryAskAsync(HttpMethod method, Uri address, object? body)
    {
        try
        {
            using HttpRequestMessage request = new(method, address) { Content = body is null ? null : JsonContent.Create(body) };
            using HttpResponseMessage response = await _http.SendAsync(request);
            if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                return null;
            }

            JsonElement answer = await response.Content.ReadFromJsonAsync<JsonElement>();
            response.IsSuccessStatusCode.ShouldBeTrue($"{method} {address}: {answer}");
            return answer;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return null;
        }
    }
}
