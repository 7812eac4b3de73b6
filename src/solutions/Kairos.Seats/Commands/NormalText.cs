using System.Buffers;
using System.Globalization;
using System.Text;

namespace Kairos.Seats.Commands;

/// <summary>Judges a message's length and brings it to one spelling: NFKC, nothing invisible, <c>➖</c> as <c>-</c>.</summary>
internal static class NormalText
{
    internal const int MaxCodePoints = 4_096;

    // NFKC sorts each run of combining marks, in quadratic time: 4,096 of them took 53 ms. Unicode's Stream-Safe Text
    // Format (UAX #15) bounds a run at 30 by this joiner, which is invisible and so taken out again below.
    private const int MaxMarks = 30;
    private const char GraphemeJoiner = '\u034F';

    private const char HeavyMinus = '\u2796';

    // Half of every supplementary character that is invisible (tags and variation selectors).
    private const char InvisibleHighSurrogate = '\uDB40';

    private static readonly SearchValues<char> Odd = SearchValues.Create(
        "\u00AD\u034F\u061C\u180B\u180C\u180D\u180E\u180F\u200B\u200C\u200D\u200E\u200F\u202A\u202B\u202C\u202D\u202E"
        + "\u2060\u2061\u2062\u2063\u2064\u2065\u2066\u2067\u2068\u2069\u206A\u206B\u206C\u206D\u206E\u206F"
        + "\uFE00\uFE01\uFE02\uFE03\uFE04\uFE05\uFE06\uFE07\uFE08\uFE09\uFE0A\uFE0B\uFE0C\uFE0D\uFE0E\uFE0F\uFEFF"
        + "\uDB40\u2796");

    private static readonly bool Normalizes = "\uFF21".Normalize(NormalizationForm.FormKC) == "A";

    internal static bool IsTooLong(string text)
    {
        if (text.Length <= MaxCodePoints)
        {
            return false;
        }

        if (text.Length > 2 * MaxCodePoints)
        {
            return true;
        }

        var count = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            count++;
        }

        return count > MaxCodePoints;
    }

    internal static string Of(string text)
    {
        if (!Normalizes)
        {
            throw new InvalidOperationException(
                "This process has no Unicode normalisation: install ICU (Debian: libicu72) and unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT.");
        }

        return Ascii.IsValid(text) ? text : WithoutOdd(WellFormed(text).Normalize(NormalizationForm.FormKC));
    }

    /// <summary>Lone surrogates and U+FFFE, at which Normalize throws, become U+FFFD; runs of marks are bounded.</summary>
    private static string WellFormed(string text)
    {
        StringBuilder? repaired = null;
        var marks = 0;
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var broken = rune.Value == 0xFFFE || (rune == Rune.ReplacementChar && text[at] != '\uFFFD');
            marks = Combines(rune) ? marks + 1 : 0;
            if (repaired is null && (broken || marks > MaxMarks))
            {
                repaired = new StringBuilder(text, 0, at, text.Length + (text.Length / MaxMarks) + 1);
            }

            if (marks > MaxMarks)
            {
                repaired!.Append(GraphemeJoiner);
                marks = 1;
            }

            repaired?.Append(broken ? Rune.ReplacementChar : rune);
            at += rune.Utf16SequenceLength;
        }

        return repaired?.ToString() ?? text;
    }

    private static bool Combines(Rune rune) => rune.Value switch
    {
        < 0x300 => false,
        >= 0x4E00 and <= 0x9FFF => false,
        0xFF9E or 0xFF9F => true, // Letters by category, but NFKC makes them combining voice marks.
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark,
    };

    private static string WithoutOdd(string text)
    {
        var at = text.AsSpan().IndexOfAny(Odd);
        if (at < 0)
        {
            return text;
        }

        var plain = new StringBuilder(text, 0, at, text.Length);
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (!Odd.Contains(c))
            {
                plain.Append(c);
            }
            else if (c == HeavyMinus)
            {
                plain.Append('-');
            }
            else if (c == InvisibleHighSurrogate)
            {
                at++;
            }
        }

        return plain.ToString();
    }
}
