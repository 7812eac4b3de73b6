using Kairos.Jobs;
using Kairos.Time;

namespace Kairos.Stores;

/// <summary>A job that this node has just claimed: what is needed to start it without asking the store again.</summary>
public sealed record ArmedRow
{
    /// <summary>The job.</summary>
    public required JobId Id { get; init; }

    /// <summary>The owner.</summary>
    public required string Owner { get; init; }

    /// <summary>The kind.</summary>
    public required string Kind { get; init; }

    /// <summary>The key.</summary>
    public string? Key { get; init; }

    /// <summary>The occurrence.</summary>
    public required Instant Due { get; init; }

    /// <summary>The planned start.</summary>
    public required Instant At { get; init; }

    /// <summary>Order among jobs of one instant.</summary>
    public required int Priority { get; init; }

    /// <summary>The fence of this hold: guards every write on the job's behalf.</summary>
    public required long Fence { get; init; }

    /// <summary>Attempts of this occurrence that have ended.</summary>
    public required int Attempt { get; init; }

    /// <summary>How often a process ended while it held this job and its instant had passed; from 1 on its starts are marked.</summary>
    public required int Lost { get; init; }

    /// <summary>The version of the content.</summary>
    public required int Version { get; init; }

    /// <summary>Starts within one occurrence; null takes the kind's.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>The stored form of a repeating trigger.</summary>
    public string? Trigger { get; init; }

    /// <summary>
    /// The occurrence has its end in the record already (unknown, after a take-over) and must not be started: what is
    /// left is to plan the next due and to complete with <see cref="Completion.NoRun"/>.
    /// </summary>
    public bool Settle { get; init; }

    /// <summary>Occurrences that have ended by a run under this trigger, one that is only to be settled included.</summary>
    public int Ran { get; init; }

    /// <summary>JSON in UTF-8.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Where the store found the row, in its own terms: it finds it again there sooner than by its id. 0 where it does not tell.</summary>
    public long Place { get; init; }

    /// <summary>The order in which they are claimed: the earliest first, then by priority, then by age.</summary>
    internal static int ByStart(ArmedRow left, ArmedRow right)
    {
        int order = left.At.CompareTo(right.At);
        order = order != 0 ? order : right.Priority.CompareTo(left.Priority);
        return order != 0 ? order : left.Id.CompareTo(right.Id);
    }
}
