using System.Buffers;
using System.Text;

namespace Kairos.PostgreSql.Connections;

/// <summary>Text that PostgreSQL takes.</summary>
internal static class PgText
{
    /// <summary>Text for people: what is not well-formed, and U+0000, is shown as a replacement character.</summary>
    public static string? Prose(string? text)
    {
        if (text is null || IsPlain(text))
        {
            return text;
        }

        StringBuilder well = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            well.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        }

        return well.ToString();
    }

    /// <summary>A name, unchanged.</summary>
    /// <exception cref="ArgumentException">PostgreSQL can't keep it.</exception>
    public static string? Checked(string? text)
    {
        if (text is null || IsPlain(text))
        {
            return text;
        }

        int position = 0;
        while (position < text.Length)
        {
            if (text[position] == '\0' || Rune.DecodeFromUtf16(text.AsSpan(position), out _, out int length) != OperationStatus.Done)
            {
                string what = text[position] == '\0' ? "the character U+0000" : "half of a surrogate pair";
                throw new ArgumentException($"A name holds {what} at position {position}, which PostgreSQL can't keep: leave it out.", nameof(text));
            }

            position += length;
        }

        return text;
    }

    private static bool IsPlain(ReadOnlySpan<char> text) => !text.Contains('\0') && !text.ContainsAnyInRange('\ud800', '\udfff');
}
