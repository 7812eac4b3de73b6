using System.Globalization;
using System.Text;
using NpgsqlTypes;

namespace Kairos.PostgreSql.Connections;

/// <summary>Where the version of a row stands, as one number: block and line. A line is never 0, so neither is the number.</summary>
internal static class PgPlace
{
    private const int LineBits = 16;
    private const int MostCharacters = 20;

    public static long Of(NpgsqlTid place) => ((long)place.BlockNumber << LineBits) | place.OffsetNumber;

    /// <summary>The text of an array of <c>tid</c>, null for 0.</summary>
    public static string Array<T>(IReadOnlyList<T> rows, Func<T, long> place)
    {
        StringBuilder text = new(rows.Count * MostCharacters);
        for (int i = 0; i < rows.Count; i++)
        {
            _ = text.Append(i == 0 ? '{' : ',');
            long at = place(rows[i]);
            _ = at == 0
                ? text.Append("null")
                : text.Append(CultureInfo.InvariantCulture, $"\"({at >> LineBits},{at & ushort.MaxValue})\"");
        }

        return rows.Count == 0 ? "{}" : text.Append('}').ToString();
    }
}
