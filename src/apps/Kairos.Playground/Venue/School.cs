namespace Kairos.Playground.Venue;

/// <summary>A school whose rooms the venue gives out. The code is lower case and unique.</summary>
internal sealed record School(string Code, string Name, IReadOnlyList<Room> Rooms);

/// <summary>A reading room. The id is unique over all schools.</summary>
/// <threadsafety>The door can be opened and closed by any thread.</threadsafety>
internal sealed class Room(int id, string school, string name, string floor, SeatMap map)
{
    private volatile bool _open = true;

    public int Id => id;

    /// <summary>The code of the school it belongs to.</summary>
    public string School => school;

    public string Name => name;

    public string Floor => floor;

    public SeatMap Map => map;

    /// <summary>A closed room gives out neither pages nor seats.</summary>
    public bool Open
    {
        get => _open;
        set => _open = value;
    }
}
