using System.Globalization;
using Kairos.Cli.Rest;

namespace Kairos.Cli.Output;

/// <summary>Nodes, for people.</summary>
internal static class NodeText
{
    public static void WriteTable(CliConsole console, IReadOnlyList<NodeDocument> nodes)
    {
        TextTable table = new("NODE", "NAME", "STATE", "SINCE", "SEEN", "VERSION", "CLOCK", "HELD", "KINDS");
        foreach (NodeDocument node in nodes)
        {
            table.Add(
                Shown.Number(node.Number),
                node.Self ? $"{node.Name} (asked)" : node.Name,
                State(node),
                Shown.Instant(node.Since),
                Shown.Instant(node.Seen),
                node.Version.Split('+')[0],
                Clock(node),
                Shown.Count(node.Held),
                string.Join(", ", node.Kinds));
        }

        table.Write(console, "No nodes.");
    }

    // As it stands, it would be taken for alive.
    private static string State(NodeDocument node) => node.SilentMs is { } silent
        ? string.Create(CultureInfo.InvariantCulture, $"{node.State}, silent for {Math.Floor(silent / 1_000):0} s")
        : node.State;

    private static string Clock(NodeDocument node) =>
        string.Create(CultureInfo.InvariantCulture, $"{node.ClockOffsetMs:+0.00;-0.00;0.00} ± {node.ClockUncertaintyMs:0.00} ms");
}
