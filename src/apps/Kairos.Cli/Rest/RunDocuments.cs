using System.Text.Json;

namespace Kairos.Cli.Rest;

/// <summary>Which runs a list shows; null takes all.</summary>
internal sealed record RunQuery
{
    public string? Kind { get; init; }

    public string? Job { get; init; }

    public string? Outcome { get; init; }

    public int? Limit { get; init; }

    public string? Before { get; init; }
}

/// <summary>One attempt of one occurrence.</summary>
internal sealed record RunDocument
{
    public required string Job { get; init; }

    public required DateTimeOffset Due { get; init; }

    public int Attempt { get; init; }

    public long Fence { get; init; }

    public DateTimeOffset At { get; init; }

    public DateTimeOffset? Started { get; init; }

    public DateTimeOffset? Ended { get; init; }

    public required string Outcome { get; init; }

    public required string Kind { get; init; }

    public string? Key { get; init; }

    public string? Reason { get; init; }

    /// <summary>Microseconds from plan to start; null where nothing was started.</summary>
    public long? LatenessUs { get; init; }

    public JsonElement? Notes { get; init; }
}

/// <summary>Some runs, newest first.</summary>
internal sealed record RunPage
{
    public required IReadOnlyList<RunDocument> Runs { get; init; }
}
