namespace Kairos.Playground.Venue;

/// <summary>How many rivals to send, and after which seats.</summary>
internal sealed record RivalOrder
{
    /// <summary>The seats they want; empty sends them after any seats of open rooms.</summary>
    public IReadOnlyList<(Room Room, Seat Seat)> Named { get; init; } = [];

    public required RivalOptions Rivals { get; init; }

    public required int Seed { get; init; }

    public required TimeSpan HoldShortest { get; init; }

    public required TimeSpan HoldLongest { get; init; }

    /// <summary>The rivals that the options of the venue ask for.</summary>
    public static RivalOrder From(PlaygroundOptions options) => new()
    {
        Rivals = options.Rivals,
        Seed = options.Seed,
        HoldShortest = options.HoldShortest,
        HoldLongest = options.HoldLongest,
    };
}
