using System.Net.Http.Json;
using System.Text.Json.Serialization;

namespace Kairos.Cli.Rehearse;

/// <summary>The playground's control plane and its record, as a rehearsal uses them.</summary>
internal sealed class VenueControl : IDisposable
{
    private readonly HttpClient _http;

    internal VenueControl(Uri address, string key)
    {
        _http = new HttpClient { BaseAddress = address };
        _http.DefaultRequestHeaders.Add("X-Playground-Key", key);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Sets the opening and tells the instant, on the venue's clock.</summary>
    internal async Task<DateTimeOffset> SetOpeningAsync(TimeSpan from, CancellationToken ct) =>
        (await PostAsync("control/opening", new OpeningOrder((long)from.TotalMilliseconds), VenueJson.Default.OpeningOrder, VenueJson.Default.OpeningSet, ct)).OpensAt;

    /// <summary>The cookies of so many students.</summary>
    internal async Task<IReadOnlyList<SessionGiven>> EnrolAsync(int count, CancellationToken ct) =>
        (await PostAsync("control/sessions", new SessionsOrder(count), VenueJson.Default.SessionsOrder, VenueJson.Default.SessionsGiven, ct)).Sessions;

    /// <summary>Lets so many rivals compete for seats out of these.</summary>
    internal Task<RivalsSent> SendRivalsAsync(IReadOnlyList<NamedSeat> named, int count, int seed, CancellationToken ct) =>
        PostAsync("control/rivals", new RivalsRequest(named, count, seed), VenueJson.Default.RivalsRequest, VenueJson.Default.RivalsSent, ct);

    internal async Task<VenueSchool> SchoolAsync(string code, CancellationToken ct) =>
        (await _http.GetFromJsonAsync($"api/schools/{code}", VenueJson.Default.VenueSchool, ct))!;

    internal async Task<VenueRoom> RoomAsync(int room, CancellationToken ct) =>
        (await _http.GetFromJsonAsync($"api/rooms/{room}", VenueJson.Default.VenueRoom, ct))!;

    internal async Task<IReadOnlyList<Arrival>> RecordAsync(CancellationToken ct) =>
        (await _http.GetFromJsonAsync("control/record", VenueJson.Default.IReadOnlyListArrival, ct))!;

    internal async Task<VenueState> StateAsync(CancellationToken ct) =>
        (await _http.GetFromJsonAsync("control/state", VenueJson.Default.VenueState, ct))!;

    private async Task<TAnswer> PostAsync<TBody, TAnswer>(
        string path,
        TBody body,
        System.Text.Json.Serialization.Metadata.JsonTypeInfo<TBody> bodyType,
        System.Text.Json.Serialization.Metadata.JsonTypeInfo<TAnswer> answerType,
        CancellationToken ct)
    {
        using HttpResponseMessage response = await _http.PostAsJsonAsync(path, body, bodyType, ct);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync(answerType, ct))!;
    }
}

internal sealed record OpeningOrder(long InMilliseconds);

internal sealed record OpeningSet(DateTimeOffset OpensAt);

internal sealed record SessionsOrder(int Count);

internal sealed record SessionsGiven(IReadOnlyList<SessionGiven> Sessions);

internal sealed record SessionGiven(string Student, string Cookies);

internal sealed record NamedSeat(int Room, int Seat);

internal sealed record RivalsRequest(IReadOnlyList<NamedSeat> Named, int Count, int Seed);

internal sealed record RivalsSent(int Count);

internal sealed record VenueSchool(string Code, IReadOnlyList<VenueRoomLine> Rooms);

internal sealed record VenueRoomLine(int Id, bool Open);

internal sealed record VenueRoom(int Id, IReadOnlyList<VenueSeat> Seats);

internal sealed record VenueSeat(int Number);

/// <param name="SinceOpeningUs">By the venue's clock; negative before the opening.</param>
internal sealed record Arrival(string? Student, bool Rival, string Route, int? Room, int? Seat, int? Code, long SinceOpeningUs);

internal sealed record VenueBooking(int Room, int Seat, string Student, bool Rival);

internal sealed record VenueState(IReadOnlyList<VenueBooking> Bookings, int DoubleBooked, int Early);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OpeningOrder))]
[JsonSerializable(typeof(OpeningSet))]
[JsonSerializable(typeof(SessionsOrder))]
[JsonSerializable(typeof(SessionsGiven))]
[JsonSerializable(typeof(RivalsRequest))]
[JsonSerializable(typeof(RivalsSent))]
[JsonSerializable(typeof(VenueSchool))]
[JsonSerializable(typeof(VenueRoom))]
[JsonSerializable(typeof(IReadOnlyList<Arrival>))]
[JsonSerializable(typeof(VenueState))]
internal sealed partial class VenueJson : JsonSerializerContext;
