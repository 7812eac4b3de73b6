using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Kairos.Seats.Commands;

namespace Kairos.Seats.Venues;

/// <summary>The adapter for the rehearsal venue of the playground: the one that is shipped, and the pattern for others.</summary>
public sealed class PlaygroundVenue : IVenue
{
    private readonly HttpClient _http;

    /// <summary>An adapter over a client from <see cref="VenueHttp"/>, whose base address is the venue's.</summary>
    public PlaygroundVenue(HttpClient http)
    {
        _http = http;
        ClockResource = new Uri(http.BaseAddress!, "api/clock");
    }

    /// <inheritdoc />
    public Uri ClockResource { get; }

    /// <inheritdoc />
    public async ValueTask<VenueSchool?> FindSchoolAsync(string code, CancellationToken ct)
    {
        using HttpResponseMessage response = await _http.GetAsync(new Uri($"api/schools/{Uri.EscapeDataString(code)}", UriKind.Relative), ct);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        response.EnsureSuccessStatusCode();
        SchoolWire school = await ReadAsync(response, PlaygroundJson.Default.SchoolWire, ct);
        return new VenueSchool(
            school.Code,
            school.Name,
            school.Zone,
            TimeOnly.Parse(school.OpensAt, CultureInfo.InvariantCulture),
            school.Mode == "today" ? SeatMode.Today : SeatMode.Tomorrow,
            [.. school.Rooms.Select(r => new VenueRoom(r.Id, r.Name, r.Floor, r.Open, r.Seats, []))]);
    }

    /// <inheritdoc />
    public async ValueTask<VenueRoom?> FindRoomAsync(int room, CancellationToken ct)
    {
        using HttpResponseMessage response = await _http.GetAsync(new Uri($"api/rooms/{room}", UriKind.Relative), ct);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        response.EnsureSuccessStatusCode();
        return RoomOf(await ReadAsync(response, PlaygroundJson.Default.RoomWire, ct));
    }

    /// <inheritdoc />
    public async ValueTask<VenuePage> OpenPageAsync(SessionCookies session, int room, SeatMode mode, CancellationToken ct)
    {
        (AnswerWire? answer, VenueAnswer? fault) = await AskAsync(
            HttpMethod.Post, $"api/rooms/{room}/page", session, JsonContent.Create(new PageWire(ModeOf(mode)), PlaygroundJson.Default.PageWire), ct);
        return answer switch
        {
            null => new VenuePage(null, null, fault),
            { Code: 0, Token: { } token, Room: { } shown } => new VenuePage(token, RoomOf(shown), null),
            _ => new VenuePage(null, null, MeaningOf(answer)),
        };
    }

    /// <inheritdoc />
    public async ValueTask<VenueAnswer> ReserveAsync(SessionCookies session, SeatRequest request, CancellationToken ct)
    {
        ReserveWire body = new(request.Room, request.Place, ModeOf(request.Mode), request.Token);
        (AnswerWire? answer, VenueAnswer? fault) = await AskAsync(
            HttpMethod.Post, "api/reservations", session, JsonContent.Create(body, PlaygroundJson.Default.ReserveWire), ct);
        return answer is null ? fault! : MeaningOf(answer);
    }

    /// <inheritdoc />
    public async ValueTask<VenueReservationAnswer> FindReservationAsync(SessionCookies session, SeatMode mode, CancellationToken ct)
    {
        (AnswerWire? answer, VenueAnswer? fault) = await AskAsync(HttpMethod.Get, $"api/reservations/mine?mode={ModeOf(mode)}", session, null, ct);
        return answer switch
        {
            null => new VenueReservationAnswer(null, fault),
            { Code: 0, Reservation: { } r } => new VenueReservationAnswer(new VenueReservation(r.Room, r.Seat, r.At), null),
            { Code: 0 } => new VenueReservationAnswer(null, null),
            _ => new VenueReservationAnswer(null, MeaningOf(answer)),
        };
    }

    private async ValueTask<(AnswerWire? Answer, VenueAnswer? Fault)> AskAsync(HttpMethod method, string path, SessionCookies session, HttpContent? content, CancellationToken ct)
    {
        using HttpRequestMessage request = new(method, new Uri(path, UriKind.Relative)) { Content = content };
        request.Headers.TryAddWithoutValidation("Cookie", $"{SessionCookies.WechatName}={session.WechatSessId}; {SessionCookies.ServerName}={session.ServerId}");
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, ct);
            return response.StatusCode == HttpStatusCode.OK
                ? (await ReadAsync(response, PlaygroundJson.Default.AnswerWire, ct), null)
                : (null, new VenueAnswer(VenueCode.Unreachable, $"HTTP {(int)response.StatusCode}"));
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or IOException || (e is TaskCanceledException && !ct.IsCancellationRequested))
        {
            // The message of a transport error names addresses, never a header: no session value can be in it.
            return (null, new VenueAnswer(VenueCode.Unreachable, e.Message));
        }
    }

    private static async ValueTask<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken ct) =>
        await response.Content.ReadFromJsonAsync(type, ct) ?? throw new JsonException("The venue answered null.");

    private static VenueAnswer MeaningOf(AnswerWire answer) => new(
        (answer.Code, answer.Msg) switch
        {
            (0, _) => VenueCode.Booked,
            (1, _) => VenueCode.AlreadyBooked,
            (2, _) => VenueCode.SessionExpired,
            (3 or 4, _) => VenueCode.StalePage,
            (5, _) => VenueCode.Contended,
            (6, _) => VenueCode.Taken,
            (7, _) => VenueCode.NeedsHuman,
            (8, _) => VenueCode.Closed,
            (9, _) => VenueCode.Refused,
            (10, _) => VenueCode.NotOpenYet,
            _ => VenueCode.Unknown,
        },
        answer.Msg ?? string.Empty);

    private static VenueRoom RoomOf(RoomWire room) => new(
        room.Id, room.Name, room.Floor, room.Open, room.Seats.Count, [.. room.Seats.Select(s => new VenueSeat(s.Number, s.At, s.State == "free"))]);

    private static string ModeOf(SeatMode mode) => mode == SeatMode.Today ? "today" : "tomorrow";
}
