namespace Kairos.StateSchedules.Ticks;

/// <summary>What a job of a slice carries.</summary>
internal sealed record TickPayload
{
    internal const string Kind = "states.tick";

    public required string Mapping { get; init; }

    /// <summary>From 0.</summary>
    public required int Slice { get; init; }

    /// <summary>How many slices there are.</summary>
    public required int Of { get; init; }
}
