using Kairos.Seats.Commands;
using Kairos.Seats.Venues;

namespace Kairos.Seats.Tests.Grabs;

/// <summary>A venue whose answers are written down ahead: per seat, in order; the last one repeats.</summary>
internal sealed class ScriptedVenue : IVenue
{
    private readonly Dictionary<RoomSeat, Queue<VenueAnswer>> _answers = [];
    private readonly Queue<VenueAnswer> _pageAnswers = new();
    private int _tokens;

    public Uri ClockResource { get; } = new("http://127.0.0.1/clock");

    /// <summary>Rooms and their seats; a seat's place is its number and a comma.</summary>
    internal required IReadOnlyDictionary<int, int[]> Rooms { get; init; }

    internal RoomSeat? Reservation { get; set; }

    internal HashSet<RoomSeat> NotFree { get; } = [];

    internal List<RoomSeat> Asked { get; } = [];

    internal List<string> Tokens { get; } = [];

    internal List<int> PagesOpened { get; } = [];

    internal int ReadBacks { get; private set; }

    internal ScriptedVenue Answers(int room, int seat, params VenueCode[] codes)
    {
        _answers[new RoomSeat(room, seat)] = new Queue<VenueAnswer>(codes.Select(c => new VenueAnswer(c, $"says {c}")));
        return this;
    }

    internal void AnswersPages(params VenueCode[] codes)
    {
        foreach (VenueCode code in codes)
        {
            _pageAnswers.Enqueue(new VenueAnswer(code, $"page {code}"));
        }
    }

    public ValueTask<VenueSchool?> FindSchoolAsync(string code, CancellationToken ct) => default;

    public ValueTask<VenueRoom?> FindRoomAsync(int room, CancellationToken ct) => ValueTask.FromResult<VenueRoom?>(RoomOf(room));

    public ValueTask<VenuePage> OpenPageAsync(SessionCookies session, int room, SeatMode mode, CancellationToken ct)
    {
        PagesOpened.Add(room);
        return ValueTask.FromResult(_pageAnswers.TryDequeue(out VenueAnswer? refusal)
            ? new VenuePage(null, null, refusal)
            : new VenuePage($"token-{++_tokens}", RoomOf(room), null));
    }

    public ValueTask<VenueAnswer> ReserveAsync(SessionCookies session, SeatRequest request, CancellationToken ct)
    {
        RoomSeat seat = new(request.Room, int.Parse(request.Place.TrimEnd(','), System.Globalization.CultureInfo.InvariantCulture));
        Asked.Add(seat);
        Tokens.Add(request.Token);
        Queue<VenueAnswer> script = _answers.GetValueOrDefault(seat) ?? new Queue<VenueAnswer>([new VenueAnswer(VenueCode.Taken, "taken")]);
        VenueAnswer answer = script.Count > 1 ? script.Dequeue() : script.Peek();
        if (answer.Code == VenueCode.Booked)
        {
            Reservation ??= seat;
        }

        return ValueTask.FromResult(answer);
    }

    public ValueTask<VenueReservationAnswer> FindReservationAsync(SessionCookies session, SeatMode mode, CancellationToken ct)
    {
        ReadBacks++;
        return ValueTask.FromResult(new VenueReservationAnswer(Reservation is { } seat && !Forgets ? new VenueReservation(seat.Room, seat.Seat, $"{seat.Seat},") : null, null));
    }

    /// <summary>Says booked and shows no reservation.</summary>
    internal bool Forgets { get; set; }

    private VenueRoom RoomOf(int room) => new(
        room, $"room {room}", "1", true, Rooms[room].Length, [.. Rooms[room].Select(s => new VenueSeat(s, $"{s},", !NotFree.Contains(new RoomSeat(room, s))))]);
}
