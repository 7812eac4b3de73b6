using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Kairos.Triggers.Grids;

/// <summary>Reads characters 0 and 1 into bits, sixteen at a time: nothing is allocated.</summary>
internal static class SlotText
{
    private const int BitsOfWord = 64;

    /// <summary>False at any other character.</summary>
    /// <param name="text">At most 64 to each word.</param>
    /// <param name="words">All zero; the first character becomes the lowest bit.</param>
    internal static bool TryRead(ReadOnlySpan<char> text, Span<ulong> words)
    {
        // Saturated, so that no other character becomes one of the two.
        ReadOnlySpan<ushort> wide = MemoryMarshal.Cast<char, ushort>(text);
        int at = 0;
        for (; at + Vector128<byte>.Count <= wide.Length; at += Vector128<byte>.Count)
        {
            Vector128<byte> narrow = Vector128.NarrowWithSaturation(Vector128.Create(wide[at..]), Vector128.Create(wide[(at + Vector128<ushort>.Count)..]));
            if (!TryRead(narrow, words, at))
            {
                return false;
            }
        }

        return TryReadRest(wide[at..], words, at);
    }

    /// <summary>The same for UTF-8.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> text, Span<ulong> words)
    {
        int at = 0;
        for (; at + Vector128<byte>.Count <= text.Length; at += Vector128<byte>.Count)
        {
            if (!TryRead(Vector128.Create(text[at..]), words, at))
            {
                return false;
            }
        }

        return TryReadRest(text[at..], words, at);
    }

    private static bool TryRead(Vector128<byte> sixteen, Span<ulong> words, int at)
    {
        Vector128<byte> ones = Vector128.Equals(sixteen, Vector128.Create((byte)'1'));
        words[at / BitsOfWord] |= (ulong)ones.ExtractMostSignificantBits() << (at % BitsOfWord);
        return (ones | Vector128.Equals(sixteen, Vector128.Create((byte)'0'))) == Vector128<byte>.AllBitsSet;
    }

    private static bool TryReadRest<T>(ReadOnlySpan<T> rest, Span<ulong> words, int at)
        where T : unmanaged, IBinaryInteger<T>
    {
        foreach (T character in rest)
        {
            if (character != T.CreateTruncating('0') && character != T.CreateTruncating('1'))
            {
                return false;
            }

            words[at / BitsOfWord] |= ulong.CreateTruncating(character & T.One) << (at % BitsOfWord);
            at++;
        }

        return true;
    }
}
