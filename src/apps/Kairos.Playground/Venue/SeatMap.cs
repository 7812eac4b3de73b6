using System.Collections.Frozen;

namespace Kairos.Playground.Venue;

/// <summary>A seat: people name it by its number, the venue books it by its place on the plan.</summary>
internal sealed record Seat(int Number, int X, int Y)
{
    /// <summary>The place as the API writes it: "x,y".</summary>
    public string At { get; } = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{X},{Y}");
}

/// <summary>A table on the plan: the grid cells [X, X + Width) in row Y.</summary>
internal sealed record Table(int X, int Y, int Width);

/// <summary>The plan of a room: seats in the order of their numbers, and the tables between them.</summary>
/// <threadsafety>Immutable.</threadsafety>
internal sealed class SeatMap
{
    private readonly FrozenDictionary<int, Seat> _byNumber;
    private readonly FrozenDictionary<string, Seat> _byPlace;

    public SeatMap(IReadOnlyList<Seat> seats, IReadOnlyList<Table> tables)
    {
        Seats = seats;
        Tables = tables;
        _byNumber = seats.ToFrozenDictionary(seat => seat.Number);
        _byPlace = seats.ToFrozenDictionary(seat => seat.At, StringComparer.Ordinal);
    }

    public IReadOnlyList<Seat> Seats { get; }

    public IReadOnlyList<Table> Tables { get; }

    public Seat? Numbered(int number) => _byNumber.GetValueOrDefault(number);

    public Seat? At(string place) => _byPlace.GetValueOrDefault(place);
}
