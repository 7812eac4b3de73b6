using System.Collections.Immutable;

namespace Kairos.StateSchedules.Tables;

/// <summary>A condition of the operator's that is set into statements of ours: seen through far enough that it can't end them.</summary>
/// <remarks>
/// It comes from a file of who runs the server, so this guards against slips and not against attacks; whether it is SQL at all the
/// database says when it plans it.
/// </remarks>
internal static class SqlFragment
{
    /// <summary>What would break the statement around it, with the remedy; null when nothing does.</summary>
    internal static string? Fault(string sql) => Scan(sql, []);

    /// <summary>The names in it, columns and functions and keywords alike, as they are written there but without quotes.</summary>
    internal static ImmutableArray<string> Names(string sql)
    {
        List<string> names = [];
        return Scan(sql, names) is null ? [.. names.Distinct(StringComparer.Ordinal)] : [];
    }

    private static string? Scan(string sql, List<string> names)
    {
        if (string.IsNullOrWhiteSpace(sql))
        {
            return "is empty: write a condition, or leave it out.";
        }

        int depth = 0;
        for (int at = 0; at < sql.Length; at++)
        {
            char c = sql[at];
            char next = at + 1 < sql.Length ? sql[at + 1] : '\0';
            if (c is '\'' or '"')
            {
                int end = sql.IndexOf(c, at + 1);
                if (end < 0)
                {
                    return $"has a {(c == '"' ? "double" : "single")} quote that is not closed.";
                }

                if (c == '"')
                {
                    names.Add(sql[(at + 1)..end]);
                }

                at = end;
            }
            else if (IsNameStart(c))
            {
                int end = at;
                while (end < sql.Length && (IsNameStart(sql[end]) || char.IsDigit(sql[end])))
                {
                    end++;
                }

                names.Add(sql[at..end]);
                at = end - 1;
            }
            else if (c == ';' || (c == '-' && next == '-') || (c == '/' && next == '*'))
            {
                return "has a semicolon or a comment in it: write one condition alone.";
            }

            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth < 0)
            {
                break;
            }
        }

        return depth == 0 ? null : "has parentheses that don't pair: close each where it was opened.";
    }

    private static bool IsNameStart(char c) => char.IsLetter(c) || c == '_';
}
