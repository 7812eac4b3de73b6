namespace Kairos.Bench.Peers;

/// <summary>A peer with settings, and how much it is given in one measure.</summary>
internal sealed record Cell
{
    public required Measure Measure { get; init; }

    /// <summary>As on the command line: kairos, graphile-worker, pg-boss or quartz.</summary>
    public required string Peer { get; init; }

    /// <summary>For people.</summary>
    public required string Settings { get; init; }

    /// <summary>The same for the child, in JSON.</summary>
    public required string SettingsJson { get; init; }

    /// <summary>Jobs; for single ones 1, which stands for ten instants.</summary>
    public required int Count { get; init; }

    /// <summary>Jobs of the same kind before it is measured, so that no code runs for the first time then.</summary>
    public required int WarmUp { get; init; }

    internal bool IsNode => Peer is "graphile-worker" or "pg-boss";

    public override string ToString() => $"{Peer} ({Settings}), {Measure.Title}";
}
