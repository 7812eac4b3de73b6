using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Kairos.StateSchedules.Tables;

/// <summary>Names of tables and columns: exactly as the database has them, and quoted in SQL so that none is ever more than a name.</summary>
/// <remarks>A table may be <c>name</c> or <c>schema.name</c>; a part with a dot in it is written in double quotes.</remarks>
internal static class SqlName
{
    /// <summary>PostgreSQL cuts off longer ones without a word.</summary>
    internal const int MostBytes = 63;

    /// <summary>A column, or one part of a table's name, as SQL: quoted only when it has to be, so that plans stay readable.</summary>
    internal static string Quote(string name) =>
        IsPlain(name) ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A table as SQL.</summary>
    /// <exception cref="ArgumentException">It is no name; a mapping that was read has none of these.</exception>
    internal static string QuoteTable(string table)
    {
        (string? schema, string name) = Split(table);
        return QuoteTable(schema, name);
    }

    /// <summary>A table as SQL.</summary>
    internal static string QuoteTable(string? schema, string name) => schema is null ? Quote(name) : $"{Quote(schema)}.{Quote(name)}";

    /// <summary>A text as SQL, for catalogue functions and remarks in statements that take no parameters.</summary>
    internal static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A table's schema, null when none is named, and its name.</summary>
    /// <exception cref="ArgumentException">It is no name; a mapping that was read has none of these.</exception>
    internal static (string? Schema, string Name) Split(string table) =>
        TryReadTable(table, out ImmutableArray<string> parts, out string? fault)
            ? parts.Length == 1 ? (null, parts[0]) : (parts[0], parts[1])
            : throw new ArgumentException($"'{table}' {fault}", nameof(table));

    /// <summary>Whether it can be a column's name; else what to do.</summary>
    internal static bool IsName(string name, [NotNullWhen(false)] out string? fault)
    {
        fault = name.Length == 0 ? "is empty: write the name as the database has it."
            : name.Any(char.IsControl) ? "has a control character in it: write the name as the database has it."
            : Encoding.UTF8.GetByteCount(name) > MostBytes ? $"has more than {MostBytes} bytes, which is the longest name that PostgreSQL keeps."
            : null;
        return fault is null;
    }

    /// <summary>One or two parts with a dot between them, each bare or in double quotes (doubled within).</summary>
    internal static bool TryReadTable(string text, out ImmutableArray<string> parts, [NotNullWhen(false)] out string? fault)
    {
        List<string> read = [];
        fault = null;
        int at = 0;
        do
        {
            if (!TryReadPart(text, ref at, out string part))
            {
                fault = "has a double quote that is not closed, or text behind one: write \"schema\".\"name\".";
                break;
            }

            if (!IsName(part, out fault))
            {
                break;
            }

            read.Add(part);
        }
        while (at++ < text.Length);

        if (fault is null && read.Count > 2)
        {
            fault = "has more than two parts: write name or schema.name, and a part with a dot in double quotes.";
        }

        parts = fault is null ? [.. read] : [];
        return fault is null;
    }

    // Leaves `at` on the dot behind the part, or at the end.
    private static bool TryReadPart(string text, ref int at, out string part)
    {
        if (at >= text.Length || text[at] != '"')
        {
            int end = text.IndexOf('.', Math.Min(at, text.Length));
            end = end < 0 ? text.Length : end;
            part = text[Math.Min(at, end)..end];
            at = end;
            return !part.Contains('"', StringComparison.Ordinal);
        }

        StringBuilder name = new();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"')
            {
                name.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                name.Append(text[at++]);
            }
            else
            {
                at++;
                part = name.ToString();
                return at == text.Length || text[at] == '.';
            }
        }

        part = "";
        return false;
    }

    private static bool IsPlain(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_') && !SqlWords.IsReserved(name);
}
