using System.Text.Json;

namespace Kairos.Cli.Rest;

/// <summary>Body of a submit.</summary>
internal sealed record JobSubmission
{
    public required string Kind { get; init; }

    public string? Key { get; init; }

    public string? Conflict { get; init; }

    public JsonElement? Payload { get; init; }

    /// <summary>The trigger's stored form; null is now.</summary>
    public JsonElement? Trigger { get; init; }

    public int? Priority { get; init; }

    public int? MaxAttempts { get; init; }
}

/// <summary>What became of a submit.</summary>
internal sealed record JobReceipt
{
    public required string Id { get; init; }

    public required string Status { get; init; }

    /// <summary>An occurrence of the replaced job goes on with the old content.</summary>
    public bool Running { get; init; }
}

/// <summary>Which jobs a list shows; null takes all.</summary>
internal sealed record JobQuery
{
    public string? Kind { get; init; }

    public string? Key { get; init; }

    public string? State { get; init; }

    public int? Limit { get; init; }

    public string? After { get; init; }
}

/// <summary>A live job.</summary>
internal sealed record JobDocument
{
    public required string Id { get; init; }

    public required string Kind { get; init; }

    public string? Owner { get; init; }

    public string? Key { get; init; }

    public required string State { get; init; }

    public required DateTimeOffset Due { get; init; }

    public required DateTimeOffset At { get; init; }

    public int Priority { get; init; }

    public int Attempt { get; init; }

    public int Version { get; init; }

    public int Ran { get; init; }

    public long Fence { get; init; }

    public string? Reason { get; init; }

    public JsonElement? Trigger { get; init; }

    public JsonElement? Payload { get; init; }
}

/// <summary>Some live jobs, and where the next ones begin.</summary>
internal sealed record JobPage
{
    public required IReadOnlyList<JobDocument> Jobs { get; init; }

    public string? Next { get; init; }
}

/// <summary>A job, when it still lives, and its runs.</summary>
internal sealed record JobHistory
{
    public JobDocument? Job { get; init; }

    public required IReadOnlyList<RunDocument> Runs { get; init; }
}

/// <summary>Body of an edit; null stays as it is.</summary>
internal sealed record JobEditing
{
    public JsonElement? Trigger { get; init; }

    public JsonElement? Payload { get; init; }

    public int? Priority { get; init; }

    public int? MaxAttempts { get; init; }

    /// <summary>The version that is meant; null edits whichever stands.</summary>
    public int? Version { get; init; }
}

/// <summary>What became of a change: applied, too-late, pending or parked.</summary>
internal sealed record JobChanged
{
    public required string Answer { get; init; }
}
