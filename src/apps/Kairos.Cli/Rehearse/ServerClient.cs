using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Serialization;

namespace Kairos.Cli.Rehearse;

/// <summary>The server under rehearsal, called as users call it.</summary>
internal sealed class ServerClient(Uri address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address };

    public void Dispose() => _http.Dispose();

    /// <summary>Sends a message; true when it was accepted.</summary>
    internal async Task<Reply> SendAsync(string owner, string text, CancellationToken ct)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri("api/seats/commands", UriKind.Relative))
        {
            Content = JsonContent.Create(new Message(text), ServerClientJson.Default.Message),
        };
        request.Headers.Add("X-Kairos-Owner", owner);
        using HttpResponseMessage response = await _http.SendAsync(request, ct);
        return response.StatusCode is HttpStatusCode.OK or HttpStatusCode.UnprocessableEntity
            ? (await response.Content.ReadFromJsonAsync(ServerClientJson.Default.Reply, ct))!
            : throw new InvalidOperationException($"The server answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(ct)}");
    }

    internal async Task AddSchoolAsync(string code, CancellationToken ct)
    {
        using HttpResponseMessage response = await _http.PostAsync(new Uri($"api/seats/schools/{code}", UriKind.Relative), null, ct);
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"The server could not read school {code} from the venue: {await response.Content.ReadAsStringAsync(ct)}");
        }
    }

    internal async Task<Bounds> OffsetAsync(CancellationToken ct)
    {
        TargetList list = (await _http.GetFromJsonAsync("api/targets", ServerClientJson.Default.TargetList, ct))!;
        Target venue = list.Targets[0];
        return new Bounds(Math.Round(venue.OffsetLowMs ?? double.NegativeInfinity, 3), Math.Round(venue.OffsetHighMs ?? double.PositiveInfinity, 3));
    }
}

internal sealed record Message(string Text);

internal sealed record Reply(bool Ok, string Code, string Chinese, string English, string? Task, GrabResult? Result);

/// <summary>What the server keeps of a grab.</summary>
internal sealed record GrabResult(string Outcome, GrabbedSeat? Booked, double? LatenessMs, double? BudgetWaitMs);

internal sealed record GrabbedSeat(int Room, int Seat);

internal sealed record TargetList(IReadOnlyList<Target> Targets);

internal sealed record Target(string Name, double? OffsetLowMs, double? OffsetHighMs);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Message))]
[JsonSerializable(typeof(Reply))]
[JsonSerializable(typeof(TargetList))]
internal sealed partial class ServerClientJson : JsonSerializerContext;
