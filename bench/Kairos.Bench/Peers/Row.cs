using System.Text.Json.Serialization;

namespace Kairos.Bench.Peers;

/// <summary>One figure of one peer with one settings: the median of its repetitions, and how Kairos compares.</summary>
internal sealed record Row
{
    public required string Peer { get; init; }

    public required string Settings { get; init; }

    public required string Measure { get; init; }

    public required double Value { get; init; }

    public required string Unit { get; init; }

    /// <summary>Kairos' value divided by this one; null for Kairos itself, where it was not measured, and where this value is 0.</summary>
    public required double? Ratio { get; init; }

    /// <summary>Whether Kairos is better; null where there is nothing to compare, or both are the same.</summary>
    public required bool? Ahead { get; init; }

    /// <summary>The rows of one measure, figure by figure, Kairos first.</summary>
    /// <param name="repetitions">Of each peer and settings the figures of each repetition.</param>
    internal static IEnumerable<Row> Of(IReadOnlyList<(Cell Cell, IReadOnlyList<IReadOnlyList<Figure>> Repetitions)> repetitions)
    {
        int figures = repetitions.Count == 0 ? 0 : repetitions[0].Repetitions[0].Count;
        for (int i = 0; i < figures; i++)
        {
            double? ours = repetitions.Where(r => r.Cell.Peer == PeerPlan.Kairos).Select(r => (double?)Median(r.Repetitions, i)).SingleOrDefault();
            foreach ((Cell cell, IReadOnlyList<IReadOnlyList<Figure>> all) in repetitions)
            {
                Figure figure = all[0][i];
                double value = Median(all, i);
                double? other = cell.Peer == PeerPlan.Kairos ? null : ours;
                yield return new Row
                {
                    Peer = cell.Peer,
                    Settings = cell.Settings,
                    Measure = figure.Name,
                    Value = Math.Round(value, 6),
                    Unit = figure.Unit,
                    Ratio = other is null || value == 0 ? null : Math.Round(other.Value / value, 6),
                    Ahead = other is null || other == value ? null : figure.MoreIsBetter == other > value,
                };
            }
        }
    }

    private static double Median(IReadOnlyList<IReadOnlyList<Figure>> repetitions, int figure) => new Sample(repetitions.Select(r => r[figure].Value)).Median;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Row))]
internal sealed partial class RowJson : JsonSerializerContext;
