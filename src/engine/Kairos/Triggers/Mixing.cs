namespace Kairos.Triggers;

/// <summary>From a seed and a number to another that looks like chance, the same on every node.</summary>
internal static class Mixing
{
    /// <summary>SplitMix64 (Steele, Lea and Flood 2014): neighbouring seeds and numbers give unrelated values.</summary>
    internal static ulong Mix(long seed, long number)
    {
        unchecked
        {
            ulong z = (ulong)seed + (0x9E3779B97F4A7C15ul * ((ulong)number + 1));
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ul;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBul;
            return z ^ (z >> 31);
        }
    }

    /// <summary>From 0 up to, not including, <paramref name="count"/>.</summary>
    internal static long Below(long count, long seed, long number) => (long)(Mix(seed, number) % (ulong)count);
}
