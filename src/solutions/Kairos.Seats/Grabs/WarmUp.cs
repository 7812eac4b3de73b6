using System.Net;
using System.Text;
using System.Text.Json;
using Kairos.Seats.Catalogue;
using Kairos.Seats.Commands;
using Kairos.Seats.Venues;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Seats.Grabs;

/// <summary>Goes the way of a booking when the server starts, without a venue: so that it is compiled before an opening.</summary>
/// <remarks>Measured with 200 students on 2 cores: without it the last booking left 20 ms after its instant, most of it the just-in-time compiler.</remarks>
internal sealed class WarmUp(VenueDesk venue, ISideTables tables, Func<HttpClient, IVenue> adapter)
{
    // After 30 calls the compiler takes a method up a second time, to do it well.
    private const int Times = 40;
    private static readonly SessionCookies s_nobody = new() { WechatSessId = "none", ServerId = "none" };

    internal async Task RunAsync(CancellationToken ct)
    {
        for (int i = 0; i < Times; i++)
        {
            await GoAsync(ct);
            await AskAdapterAsync(ct);
        }
    }

    private async Task GoAsync(CancellationToken ct)
    {
        GrabPayload payload = new()
        {
            School = "none",
            OpensAt = venue.EngineClock.Now.ToDateTimeOffset(),
            Submitted = venue.EngineClock.Now.ToDateTimeOffset(),
            Mode = SeatMode.Tomorrow,
            Candidates = [new Candidate(1, 1)],
        };
        SeatCatalogue catalogue = new(tables);
        catalogue.Know(
            new School { Code = payload.School, Name = payload.School, Zone = "UTC", OpensAt = default, Mode = payload.Mode },
            [new Room(1, payload.School, payload.School, payload.School, 1)],
            new Dictionary<RoomSeat, string>());
        Instant opens = venue.EngineClock.Now;
        GrabCalls calls = new(venue.Options, venue.EngineClock, () => opens + venue.Options.GrabFor, static _ => ValueTask.FromResult(TimeSpan.Zero)) { Chance = 1 };
        GrabRecord record = new(payload, venue.Target, opens);
        Booking booking = new(new DryVenue(), calls, catalogue, record) { Payload = payload, Session = s_nobody };
        await booking.PrepareAsync(ct);
        Ending ending = await booking.RunAsync(ct);
        if (ending.Code != "booked")
        {
            throw new InvalidOperationException($"The dry run ended as {ending.Code}: it did not go the way of a booking.");
        }

        _ = JsonSerializer.SerializeToUtf8Bytes(record.Notes(ending.Code, ending.Booked), GrabJson.Default.GrabNotes);
    }

    private async Task AskAdapterAsync(CancellationToken ct)
    {
        using HttpClient http = new(new DryHandler()) { BaseAddress = venue.Options.Address };
        IVenue dry = adapter(http);
        await dry.OpenPageAsync(s_nobody, 1, SeatMode.Tomorrow, ct);
        await dry.ReserveAsync(s_nobody, new SeatRequest(1, "1,1", SeatMode.Tomorrow, "none"), ct);
        await dry.FindReservationAsync(s_nobody, SeatMode.Tomorrow, ct);
    }

    /// <summary>Says yes to everything, at once, in memory.</summary>
    private sealed class DryVenue : IVenue
    {
        private static readonly VenueRoom s_room = new(1, "none", "none", true, 1, [new VenueSeat(1, "1,1", true)]);

        public Uri ClockResource { get; } = new("http://127.0.0.1/");

        public ValueTask<VenueSchool?> FindSchoolAsync(string code, CancellationToken ct) => default;

        public ValueTask<VenueRoom?> FindRoomAsync(int room, CancellationToken ct) => default;

        public ValueTask<VenuePage> OpenPageAsync(SessionCookies session, int room, SeatMode mode, CancellationToken ct) =>
            ValueTask.FromResult(new VenuePage("none", s_room, null));

        public async ValueTask<VenueAnswer> ReserveAsync(SessionCookies session, SeatRequest request, CancellationToken ct)
        {
            // The continuation is compiled apart, so it has to be taken.
            await Task.Yield();
            return new VenueAnswer(VenueCode.Booked, string.Empty);
        }

        public ValueTask<VenueReservationAnswer> FindReservationAsync(SessionCookies session, SeatMode mode, CancellationToken ct) =>
            ValueTask.FromResult(new VenueReservationAnswer(new VenueReservation(1, 1, "1,1"), null));
    }

    /// <summary>Answers any request with an empty JSON object, without a network.</summary>
    private sealed class DryHandler : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Content is { } content)
            {
                await content.ReadAsByteArrayAsync(cancellationToken);
            }

            await Task.Yield();
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        }
    }
}
