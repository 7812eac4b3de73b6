using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using Kairos.Playground.Api;
using Kairos.Playground.Venue;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kairos.Playground;

/// <summary>Lets students book at a copy of the venue, over its own port, and closes it again.</summary>
/// <remarks>Measured with 200 students on 2 cores: without it the venue spent a fifth of the opening's first 60 ms on compiling.</remarks>
internal sealed class WarmUp(PlaygroundOptions options, TimeProvider time) : IHostedService
{
    // After 30 calls the compiler takes a method up a second time, to do it well.
    private const int Students = 40;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var copy = options with
        {
            Port = 0, Latency = TimeSpan.Zero, LatencyJitter = TimeSpan.Zero, ErrorShare = 0, DropShare = 0, Rivals = new RivalOptions(), WarmUp = false,
        };
        await using var venue = PlaygroundHost.Build(copy, time);
        await venue.StartAsync(cancellationToken);
        using HttpClient http = new() { BaseAddress = new Uri(venue.Urls.First()) };
        var site = venue.Services.GetRequiredService<Site>();
        foreach (var (student, seat) in site.Sessions.Enrol(Sessions.StudentPrefix, Students).Zip(site.Catalogue.Rooms[0].Map.Seats))
        {
            await BookAsync(http, student, site.Catalogue.Rooms[0].Id, seat, cancellationToken);
        }

        await venue.StopAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task BookAsync(HttpClient http, Student student, int room, Seat seat, CancellationToken ct)
    {
        const string Today = "today";
        using var clock = await http.GetAsync(new Uri("api/clock", UriKind.Relative), ct);
        var page = await AskAsync(
            http, student, HttpMethod.Post, $"api/rooms/{room}/page", JsonContent.Create(new PageRequest(Today), ApiJson.Web.PageRequest), ApiJson.Web.PageReply, ct);
        var wish = new ReserveRequest(room, seat.At, Today, page.Token);
        var reply = await AskAsync(
            http, student, HttpMethod.Post, "api/reservations", JsonContent.Create(wish, ApiJson.Web.ReserveRequest), ApiJson.Web.Reply, ct);
        if (reply.Code != 0)
        {
            throw new InvalidOperationException($"The venue's copy did not go the way of a booking: {reply.Msg}");
        }

        await AskAsync(http, student, HttpMethod.Get, $"api/reservations/mine?mode={Today}", null, ApiJson.Web.MineReply, ct);
    }

    private static async Task<T> AskAsync<T>(
        HttpClient http, Student student, HttpMethod method, string path, HttpContent? body, JsonTypeInfo<T> type, CancellationToken ct)
    {
        using HttpRequestMessage request = new(method, new Uri(path, UriKind.Relative)) { Content = body };
        request.Headers.TryAddWithoutValidation("Cookie", student.Cookies.Header);
        using var response = await http.SendAsync(request, ct);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync(type, ct))!;
    }
}
