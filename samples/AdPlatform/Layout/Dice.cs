namespace AdPlatform.Layout;

/// <summary>Numbers that look like chance and are the same each time: each row throws its own, so any row can be made without those before it.</summary>
internal struct Dice(long seed, long number)
{
    private ulong _state = Mix(unchecked((ulong)seed * 0xD1342543DE82EF95ul) ^ Mix((ulong)number));

    /// <summary>From 0 up to, not including, <paramref name="count"/>.</summary>
    internal long Below(long count) => (long)(Next() % (ulong)count);

    internal bool Is(double share) => Share() < share;

    /// <summary>From 0 up to, not including, 1.</summary>
    internal double Share() => (Next() >> 11) * (1.0 / (1ul << 53));

    private ulong Next() => Mix(unchecked(_state += 0x9E3779B97F4A7C15ul));

    // SplitMix64 (Steele, Lea and Flood 2014).
    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ul;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBul;
            return z ^ (z >> 31);
        }
    }
}
