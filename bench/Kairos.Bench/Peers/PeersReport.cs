using System.Globalization;
using System.Text.Json;

namespace Kairos.Bench.Peers;

/// <summary>Prints the rows: a table for each figure for people, or one JSON object a line.</summary>
internal sealed class PeersReport(TextWriter output, bool json)
{
    internal void Tell(IReadOnlyList<Row> rows)
    {
        if (json)
        {
            foreach (Row row in rows)
            {
                output.WriteLine(JsonSerializer.Serialize(row, RowJson.Default.Row));
            }

            return;
        }

        foreach (IGrouping<string, Row> figure in rows.GroupBy(row => row.Measure))
        {
            output.WriteLine($"\n{figure.Key} ({figure.First().Unit})");
            foreach (Row row in figure)
            {
                string ratio = row.Ratio is { } times ? string.Create(CultureInfo.InvariantCulture, $"{times,12:0.####}x") : "";
                string ahead = row.Ahead switch { true => "ahead", false => "BEHIND", null => "" };
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {row.Peer,-16}{row.Settings,-64}{row.Value,14:#,0.####}{ratio,14}  {ahead}").TrimEnd());
            }
        }

        output.WriteLine();
    }

    /// <summary>In how many rows Kairos is ahead.</summary>
    internal static string Summary(IReadOnlyList<Row> rows)
    {
        int compared = rows.Count(row => row.Ahead is not null);
        int even = rows.Count(row => row.Ahead is null && row.Peer != PeerPlan.Kairos);
        return string.Create(CultureInfo.InvariantCulture, $"Kairos is ahead in {rows.Count(row => row.Ahead is true)} of {compared} rows; in {even} more there is no difference or nothing to compare with.");
    }
}
