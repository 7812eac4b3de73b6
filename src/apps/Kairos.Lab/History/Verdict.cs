using System.Text.Json;
using System.Text.Json.Serialization;
using Kairos.Jobs;

namespace Kairos.Lab.History;

/// <summary>What a history proves.</summary>
public sealed record Verdict
{
    /// <summary>No promise was broken, and the record is whole.</summary>
    public required bool Ok { get; init; }

    /// <summary>Due instants of jobs that were started or recorded.</summary>
    public required long Occurrences { get; init; }

    /// <summary>How often each fault was made, by name.</summary>
    public required IReadOnlyDictionary<string, int> Faults { get; init; }

    public required long Lost { get; init; }

    public required long Phantom { get; init; }

    public required long DuplicateCommits { get; init; }

    public required long Early { get; init; }

    public required long FenceViolations { get; init; }

    public required long GatedRestarts { get; init; }

    public required long KeyViolations { get; init; }

    public required long StartsAfterApplied { get; init; }

    /// <summary>Starts beyond the bound while the system was healthy.</summary>
    public required long LateHealthy { get; init; }

    /// <summary>Acknowledged ends that the store does not have.</summary>
    public required long Unrecorded { get; init; }

    /// <summary>Nodes that were taken over although they lived.</summary>
    public required long WrongTakeOvers { get; init; }

    /// <summary>What is missing in the history itself, so that it proves nothing.</summary>
    public required long Incomplete { get; init; }

    /// <summary>Of starts and gates while the system was healthy.</summary>
    public required LatenessFigures LatenessMs { get; init; }

    /// <summary>The evidence, of each kind the first ones.</summary>
    [JsonIgnore]
    public IReadOnlyList<Violation> Violations { get; init; } = [];

    /// <summary>One object on one line, without the evidence.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, HistoryJson.Default.Verdict);
}

/// <summary>Milliseconds.</summary>
public sealed record LatenessFigures(double P50, double P99, double Max);

/// <summary>A promise that was broken.</summary>
/// <param name="Kind">Which one.</param>
/// <param name="Job">Whose, where it is one job's.</param>
/// <param name="Text">What is wrong.</param>
/// <param name="Evidence">The events that show it, as they were written.</param>
public sealed record Violation(ViolationKind Kind, JobId? Job, string Text, IReadOnlyList<string> Evidence)
{
    /// <summary>Some lines for people.</summary>
    public override string ToString() => $"{Kind}{(Job is { } job ? $" {job}" : "")}: {Text}{string.Concat(Evidence.Select(e => $"\n  {e}"))}";
}

/// <summary>The promises, by what breaks them.</summary>
public enum ViolationKind
{
    /// <summary>Something acknowledged has no end and is not waiting for it either.</summary>
    Lost,

    /// <summary>Something happened that nobody had asked for.</summary>
    Phantom,

    /// <summary>One occurrence has more than one end.</summary>
    DuplicateCommit,

    /// <summary>Something started before its instant.</summary>
    Early,

    /// <summary>Holds overlap, or a hold that was over could still write.</summary>
    Fence,

    /// <summary>What lies behind a gate was begun again.</summary>
    GatedRestart,

    /// <summary>A start came too late although nothing was wrong.</summary>
    LateHealthy,

    /// <summary>Two live jobs have one key, or one idempotency key made two jobs.</summary>
    Key,

    /// <summary>After a change was said to be applied, something started as it was before.</summary>
    StartAfterApplied,

    /// <summary>An acknowledged end is not in the record.</summary>
    Unrecorded,

    /// <summary>A node was taken over whose beats went on.</summary>
    WrongTakeOver,

    /// <summary>The history itself has holes.</summary>
    Incomplete,
}
