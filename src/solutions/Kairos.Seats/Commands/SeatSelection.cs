using System.Collections.Immutable;

namespace Kairos.Seats.Commands;

/// <summary>Which seats a command asks for, and in which order.</summary>
/// <remarks>
/// A negative room is barred from the whole command. Room 0 is any other room: one that no pair names. A pair with a
/// negative room is tried as "any other room" only when no pair has a positive or 0 room. A negative seat is barred in
/// its own pair's rooms. The fallback reaches every room that is not barred, named ones too, but no seat that a pair bars.
/// </remarks>
/// <threadsafety>Immutable.</threadsafety>
public sealed class SeatSelection
{
    private readonly ImmutableArray<int> _barredRooms;
    private readonly ImmutableArray<int> _namedRooms;

    /// <summary>Reads the tries off a command's candidates.</summary>
    /// <param name="candidates">The pairs in the order of the message.</param>
    /// <param name="fallbackAny">Whether the command has 备选=任意.</param>
    public SeatSelection(IReadOnlyList<Candidate> candidates, bool fallbackAny)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        _barredRooms = [.. candidates.Where(pair => pair.Room < 0).Select(pair => -pair.Room)];
        _namedRooms = [.. candidates.Where(pair => pair.Room > 0).Select(pair => pair.Room)];
        var onlyExclusions = candidates.All(pair => pair.Room < 0);
        var tries = candidates
            .Select(ToTry)
            .Where((_, pair) => onlyExclusions || (candidates[pair].Room >= 0 && !_barredRooms.Contains(candidates[pair].Room)))
            .DistinctBy(attempt => (attempt.Room, attempt.Seat, attempt.BarredSeat));
        Tries = fallbackAny ? [.. tries, new SeatTry(Pair: null, Room: null, Seat: null, BarredSeat: null)] : [.. tries];
    }

    /// <summary>Reads the tries off a grab or a watch.</summary>
    public static SeatSelection Of(SeatCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return new SeatSelection(command.Candidates, command.FallbackAny);
    }

    /// <summary>The attempts in order, the fallback last. Empty when every room that is named is also barred.</summary>
    public ImmutableArray<SeatTry> Tries { get; }

    /// <summary>Whether the attempt may enter the room.</summary>
    public bool AllowsRoom(SeatTry attempt, int room)
    {
        if (_barredRooms.Contains(room))
        {
            return false;
        }

        return attempt switch
        {
            { Pair: null } => true,
            { Room: { } named } => named == room,
            _ => !_namedRooms.Contains(room),
        };
    }

    /// <summary>Whether the attempt may take the seat.</summary>
    public bool Allows(SeatTry attempt, int room, int seat)
    {
        if (!AllowsRoom(attempt, room))
        {
            return false;
        }

        return attempt.Pair is null
            ? !Tries.Any(other => other.BarredSeat == seat && AllowsRoom(other, room))
            : attempt.BarredSeat != seat && (attempt.Seat is null || attempt.Seat == seat);
    }

    /// <summary>Whether the pair, counted from 0, may take the seat; false for a pair that is not tried itself.</summary>
    public bool Allows(int pair, int room, int seat) => Tries.Any(attempt => attempt.Pair == pair && Allows(attempt, room, seat));

    /// <summary>Whether any attempt of the command may take the seat.</summary>
    public bool Allows(int room, int seat) => Tries.Any(attempt => Allows(attempt, room, seat));

    /// <summary>The rooms that an attempt may enter, in the order given: a caller who wants chance shuffles first.</summary>
    /// <param name="attempt">One of <see cref="Tries"/>.</param>
    /// <param name="catalogue">The ids of the school's rooms.</param>
    public IEnumerable<int> Rooms(SeatTry attempt, IEnumerable<int> catalogue) => catalogue.Where(room => AllowsRoom(attempt, room));

    /// <summary>The free seats that may be taken, best first: in the order of the attempts, within one in the order given.</summary>
    /// <param name="free">Free seats of the school; for "any" in an order of chance, shuffle first.</param>
    /// <returns>No seat twice.</returns>
    public IEnumerable<RoomSeat> InOrder(IEnumerable<RoomSeat> free)
    {
        var seats = free.ToList();
        return Tries.SelectMany(attempt => seats.Where(seat => Allows(attempt, seat.Room, seat.Seat))).Distinct();
    }

    private static SeatTry ToTry(Candidate candidate, int pair) => new(
        pair,
        candidate.Room > 0 ? candidate.Room : null,
        candidate.Seat > 0 ? candidate.Seat : null,
        candidate.Seat < 0 ? -candidate.Seat : null);
}
