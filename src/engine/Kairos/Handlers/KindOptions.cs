using Kairos.Jobs;

namespace Kairos.Handlers;

/// <summary>What holds for all jobs of a kind.</summary>
public sealed record KindOptions
{
    /// <summary>The defaults.</summary>
    public static KindOptions Default { get; } = new();

    /// <summary>When and how often a failed attempt is followed by another.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.Default;

    /// <summary>After this time an attempt's token is cancelled; checked each quarter of a second. What it waits for a store that is away, at its gate, does not count.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Other jobs may keep away from its occurrences (<see cref="Triggers.Conditions.QuietRule"/>). Holds for jobs that are submitted, or replaced by key, from then on.</summary>
    public bool Quiets { get; init; }
}
