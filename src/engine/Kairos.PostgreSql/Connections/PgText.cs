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
