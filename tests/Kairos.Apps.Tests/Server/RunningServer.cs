using System.Net.Http.Json;
using System.Text.Json;
using Kairos.Playground;
using Kairos.Seats.Venues;
using Kairos.Server;
using Kairos.StateSchedules.Mapping;
using Microsoft.AspNetCore.Builder;

namespace Kairos.Apps.Tests.Server;

/// <summary>A real server on a port of its own, with a real playground beside it.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    internal const string Cookies = "wechatSESS_ID=ce17f323a3c0dc54f976bb0d26a8ecd4; SERVERID=d3936289adfff6c3|1566481444|1566481377";

    private readonly WebApplication _app;
    private readonly WebApplication _venue;
    private readonly string _folder;

    private RunningServer(WebApplication app, WebApplication venue, string folder)
    {
        (_app, _venue, _folder) = (app, venue, folder);
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    internal HttpClient Http { get; }

    internal string Database => Path.Combine(_folder, "jobs.db");

    internal static async Task<RunningServer> StartAsync(params StateMapping[] states)
    {
        string folder = Directory.CreateTempSubdirectory("kairos-server-").FullName;
        WebApplication venue = PlaygroundHost.Build(new PlaygroundOptions { Latency = TimeSpan.Zero, LatencyJitter = TimeSpan.Zero }, TimeProvider.System);
        await venue.StartAsync();
        WebApplication app = ServerHost.Build(new ServerOptions
        {
            Port = 0,
            LogLevel = Microsoft.Extensions.Logging.LogLevel.Warning,
            Database = Path.Combine(folder, "jobs.db"),
            Venue = new VenueOptions { Address = new Uri(venue.Urls.Single() + "/") },
            States = states,
        });
        await app.StartAsync();
        return new RunningServer(app, venue, folder);
    }

    internal async Task<(int Status, JsonElement Body)> AskAsync(HttpMethod method, string path, object? body = null, string? owner = "ann", string? idempotencyKey = null)
    {
        using HttpRequestMessage request = new(method, new Uri(path, UriKind.Relative));
        if (body is not null)
        {
            request.Content = JsonContent.Create(body);
        }

        if (owner is not null)
        {
            request.Headers.Add("X-Kairos-Owner", owner);
        }

        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        using HttpResponseMessage response = await Http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _venue.StopAsync();
        await _venue.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
