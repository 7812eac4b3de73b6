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
    public static string? Checked(string? text) => text is null || !text.Contains('\0', StringComparison.Ordinal)
        ? text
        : throw new ArgumentException($"A name holds the character U+0000 at position {text.IndexOf('\0', StringComparison.Ordinal)}, which PostgreSQL can't keep: leave it out.", nameof(text));

    private static bool IsPlain(string text)
    {
        foreach (char c in text)
        {
            if (c == '\0' || char.IsSurrogate(c))
            {
                return false;
            }
        }

        return true;
    }
}
