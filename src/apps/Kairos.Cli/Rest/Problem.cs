namespace Kairos.Cli.Rest;

/// <summary>A refusal as RFC 9457 has it, with what our server adds to it.</summary>
internal sealed record Problem
{
    public string? Title { get; init; }

    public int? Status { get; init; }

    public string? Detail { get; init; }

    /// <summary>What the caller can do about it.</summary>
    public string? Remedy { get; init; }

    /// <summary>Faults by the name of the field, where a body was refused field by field.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>Where tables don't fit a mapping.</summary>
    public IReadOnlyList<StateFinding>? Findings { get; init; }
}
