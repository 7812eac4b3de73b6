using Kairos.Jobs;
using Kairos.Time;

namespace Kairos.Stores;

/// <summary>Which live jobs to list: by instant, then id. Null leaves a condition out.</summary>
public sealed record JobFilter
{
    /// <summary>The owner; null lists all owners and is for operators only.</summary>
    public string? Owner { get; init; }

    /// <summary>One kind.</summary>
    public string? Kind { get; init; }

    /// <summary>One key.</summary>
    public string? Key { get; init; }

    /// <summary>One state.</summary>
    public JobState? State { get; init; }

    /// <summary>Lists what comes after this (at, id): the last of the page before.</summary>
    public (Instant At, JobId Id)? After { get; init; }

    /// <summary>The most rows, 1 to 1,000.</summary>
    public int Limit { get; init; } = 100;
}

/// <summary>Which runs to list: newest first by their end.</summary>
public sealed record RunFilter
{
    /// <summary>The owner; null lists all owners and is for operators only.</summary>
    public string? Owner { get; init; }

    /// <summary>One kind.</summary>
    public string? Kind { get; init; }

    /// <summary>One job.</summary>
    public JobId? Job { get; init; }

    /// <summary>One outcome.</summary>
    public OutcomeCode? Outcome { get; init; }

    /// <summary>Ended strictly before this.</summary>
    public Instant? Before { get; init; }

    /// <summary>Lists what comes after this one: the last of the page before. Many runs may end at one instant, so the instant alone would lose some.</summary>
    public RunPosition? After { get; init; }

    /// <summary>The most rows, 1 to 1,000.</summary>
    public int Limit { get; init; } = 100;
}

/// <summary>Where a run stands in the list.</summary>
/// <param name="Ended">Its end.</param>
/// <param name="Job">Its job.</param>
/// <param name="Due">Its occurrence.</param>
/// <param name="Attempt">Its attempt.</param>
public readonly record struct RunPosition(Instant Ended, JobId Job, Instant Due, int Attempt)
{
    /// <summary>The position of <paramref name="run"/>.</summary>
    public static RunPosition Of(RunView run) => new(run.Ended, run.Job, run.Due, run.Attempt);
}
