using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kairos.Playground;
using Kairos.Playground.Venue;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Apps.Tests.Playground;

/// <summary>The venue on a free port, by a clock that stands still unless the test says otherwise.</summary>
internal sealed class VenueServer : IAsyncDisposable
{
    public const string Key = "a key for tests";

    private readonly WebApplication _app;

    private VenueServer(WebApplication app, Uri address)
    {
        _app = app;
        Address = address;
        Http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = address };
        Control = new HttpClient { BaseAddress = new Uri(address, "/control/") };
        Control.DefaultRequestHeaders.Add("X-Playground-Key", Key);
    }

    public static PlaygroundOptions Quick { get; } =
        new() { ControlKey = Key, Latency = TimeSpan.Zero, LatencyJitter = TimeSpan.Zero };

    public Uri Address { get; }

    /// <summary>Sends what it is told and nothing more: no cookies of its own, no redirects.</summary>
    public HttpClient Http { get; }

    public HttpClient Control { get; }

    public Site Site => _app.Services.GetRequiredService<Site>();

    public static async Task<VenueServer> StartAsync(PlaygroundOptions? options = null, TimeProvider? time = null)
    {
        var app = PlaygroundHost.Build(options ?? Quick, time ?? new StoppedClock());
        await app.StartAsync();
        return new VenueServer(app, new Uri(app.Urls.Single()));
    }

    /// <summary>The Cookie header of a new student.</summary>
    public async Task<string> EnrolAsync()
    {
        var answer = await PostAsync(Control, "sessions", new JsonObject { ["count"] = 1 });
        return answer["sessions"]![0]!["cookies"]!.GetValue<string>();
    }

    public async Task<JsonNode> GetAsync(string path, string? cookies = null) =>
        await SendAsync(HttpMethod.Get, path, null, cookies);

    public async Task<JsonNode> PostAsync(string path, JsonObject body, string? cookies = null) =>
        await SendAsync(HttpMethod.Post, path, body, cookies);

    public async Task<JsonNode> SendAsync(HttpMethod method, string path, JsonObject? body, string? cookies)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (cookies is not null)
        {
            request.Headers.Add("Cookie", cookies);
        }

        using var response = await Http.SendAsync(request);
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    public async Task<JsonNode> PageAsync(string cookies, string mode = "tomorrow") =>
        await PostAsync("/api/rooms/1141/page", new JsonObject { ["mode"] = mode }, cookies);

    public async Task<JsonNode> ReserveAsync(string cookies, string? token, string seat, string mode = "tomorrow") =>
        await PostAsync(
            "/api/reservations",
            new JsonObject { ["room"] = 1141, ["seat"] = seat, ["mode"] = mode, ["token"] = token },
            cookies);

    public static async Task<JsonNode> PostAsync(HttpClient client, string path, JsonObject body)
    {
        using var response = await client.PostAsJsonAsync(path, body);
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Control.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
