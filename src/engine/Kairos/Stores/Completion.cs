using Kairos.Jobs;
using Kairos.Time;

namespace Kairos.Stores;

/// <summary>The end of an attempt, to be committed with its consequences, guarded by (id, fence).</summary>
public sealed record Completion
{
    /// <summary>The record of the attempt; its job, fence and due say what is completed.</summary>
    public required RunView Run { get; init; }

    /// <summary>The version that was run. Where the row has moved on, the row's own plan stands and <see cref="Next"/> is not used.</summary>
    public required int Version { get; init; }

    /// <summary><see cref="ArmedRow.Place"/>, where nothing of ours has written the row since; else 0. A hint: whoever follows it looks what stands there.</summary>
    public long Place { get; init; }

    /// <summary>
    /// There is no attempt to record: the row was armed with <see cref="ArmedRow.Settle"/>, or is put off before it
    /// started. <see cref="Run"/> then only names job, fence and due. Where the same occurrence goes on, its losses stay counted.
    /// </summary>
    public bool NoRun { get; init; }

    /// <summary>What follows for the job; null when it has ended and leaves the table.</summary>
    public NextStart? Next { get; init; }

    /// <summary>Due instants that went by unstarted, recorded as one skipped run.</summary>
    public RunView? Skipped { get; init; }

    /// <summary>Jobs inserted in the same transaction.</summary>
    public IReadOnlyList<NewJob> FollowUps { get; init; } = [];
}

/// <summary>The planned start after this one.</summary>
/// <param name="Due">The same occurrence for a retry or a snooze, else the next.</param>
/// <param name="At">The planned start.</param>
/// <param name="Attempt">Attempts of that occurrence that have ended.</param>
/// <param name="Reason">Why it was put off, where it was.</param>
public sealed record NextStart(Instant Due, Instant At, int Attempt, string? Reason = null);

/// <summary>What became of a completion.</summary>
public enum CompletionAnswer
{
    /// <summary>Committed, now or by an earlier try of the same completion.</summary>
    Committed = 0,

    /// <summary>Refused: the job is held under a higher fence, or gone. Nothing was written.</summary>
    Refused = 1,

    /// <summary>Refused for its content (a follow-up that can't be stored). Nothing was written; it has to be completed in another way.</summary>
    Unstorable = 2,
}
