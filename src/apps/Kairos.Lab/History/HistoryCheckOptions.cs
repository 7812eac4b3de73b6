namespace Kairos.Lab.History;

/// <summary>What a history is judged by.</summary>
public sealed record HistoryCheckOptions
{
    /// <summary>The most lateness of a start while the system is healthy.</summary>
    public TimeSpan Bound { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long before its instant an occurrence is claimed: a fault in that time may make it late.</summary>
    public TimeSpan Horizon { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>After the end of a fault: what was disturbed is in order again.</summary>
    public TimeSpan Settling { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>What estimates of the store's clock by different processes may differ by, at the most.</summary>
    public TimeSpan ClockSlack { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How much before its due instant an effect may be seen by the sink, whose clock is not the node's.</summary>
    public TimeSpan SinkSlack { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>A node whose beat the store took may not be taken over before that beat is so old.</summary>
    public TimeSpan TakeOverAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A job that is planned so long before the final read and not begun has been forgotten.</summary>
    public TimeSpan StuckAfter { get; init; } = TimeSpan.FromSeconds(30);
}
