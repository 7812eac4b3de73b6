using System.Globalization;
using System.Numerics;

namespace Kairos.Laws.Tests.Cases;

/// <summary>Chance that is the same for the same base seed and number of a case, whatever ran before it.</summary>
internal sealed class Chance
{
    private ulong _state;

    internal Chance(long seed, long number)
    {
        unchecked
        {
            _state = ((ulong)seed * 0xD1342543DE82EF95) ^ ((ulong)number * 0x9E3779B97F4A7C15);
        }

        _ = Bits();
    }

    internal ulong Bits()
    {
        unchecked
        {
            // Marsaglia's xorshift over a Weyl sequence; the engine's own mixing is another one.
            _state += 0xA0761D6478BD642F;
            ulong x = _state;
            x ^= x >> 32;
            x *= 0xE7037ED1A0B428DB;
            x ^= BitOperations.RotateLeft(x, 23) >> 9;
            x *= 0x8EBC6AF09C88C6E3;
            return x ^ (x >> 29);
        }
    }

    /// <summary>From 0 up to, not including, <paramref name="count"/>.</summary>
    internal int Below(int count) => (int)(Bits() % (ulong)count);

    /// <summary>From <paramref name="least"/> to <paramref name="most"/>, both included.</summary>
    internal long Between(long least, long most) => least + (long)(Bits() % (ulong)(most - least + 1));

    internal int Between(int least, int most) => (int)Between((long)least, most);

    internal bool Percent(int percent) => Below(100) < percent;

    internal T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>As many digits as chance has it: small numbers are as likely as large ones.</summary>
    internal long Scaled(long least, long most)
    {
        double low = Math.Log(least);
        double at = low + ((Math.Log(most) - low) * Below(1_000_000) / 1_000_000.0);
        return Math.Clamp((long)Math.Exp(at), least, most);
    }

    /// <summary>Small and capital letters mixed.</summary>
    internal string Mixed(string name) => Below(3) switch
    {
        0 => name,
        1 => name.ToUpperInvariant(),
        _ => string.Concat(name.Select(c => Percent(50) ? char.ToUpperInvariant(c) : char.ToLower(c, CultureInfo.InvariantCulture))),
    };
}
