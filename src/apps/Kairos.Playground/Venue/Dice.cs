namespace Kairos.Playground.Venue;

/// <summary>A seeded sequence (SplitMix64): the same seed draws the same venue on every runtime.</summary>
/// <threadsafety>Not safe: one thread at a time.</threadsafety>
internal sealed class Dice(long seed)
{
    private ulong _state = unchecked((ulong)seed);

    public static Dice For(int seed, int purpose) => new(unchecked(((long)seed << 32) ^ purpose));

    /// <summary>A number in [0, 1).</summary>
    public double Share() => (Draw() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number in [from, until).</summary>
    public int Between(int from, int until) => from + (int)(Share() * (until - from));

    /// <summary>A span in [from, until).</summary>
    public TimeSpan Between(TimeSpan from, TimeSpan until) => from + ((until - from) * Share());

    /// <summary>Puts the items into an order of its own (Fisher and Yates).</summary>
    public void Shuffle<T>(IList<T> items)
    {
        for (var last = items.Count - 1; last > 0; last--)
        {
            var other = Between(0, last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    private ulong Draw()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            var mixed = _state;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }
}
