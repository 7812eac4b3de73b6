namespace Kairos.Playground;

/// <summary>The other students: how many compete for seats at an opening, and how they go about it.</summary>
/// <threadsafety>Immutable.</threadsafety>
public sealed record RivalOptions
{
    /// <summary>More rivals than this in one order are refused.</summary>
    public const int Most = 10_000;

    /// <summary>How many come.</summary>
    public int Count { get; init; }

    /// <summary>The slowest of them acts this long after the opening; the quickest at the opening itself.</summary>
    public TimeSpan SlowestReaction { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>The share of them that holds a seat while choosing it, and books it after that; 0 to 1.</summary>
    public double HoldShare { get; init; } = 0.2;

    /// <summary>The share of them that gives its seat back, 0 to 1.</summary>
    public double GiveBackShare { get; init; }

    /// <summary>How long after booking a seat it is given back.</summary>
    public TimeSpan GiveBackAfter { get; init; } = TimeSpan.FromSeconds(10);

    internal bool IsServable =>
        Count is >= 0 and <= Most && SlowestReaction >= TimeSpan.Zero && GiveBackAfter >= TimeSpan.Zero
        && HoldShare is >= 0 and <= 1 && GiveBackShare is >= 0 and <= 1;
}
