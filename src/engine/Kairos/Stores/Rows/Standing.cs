using Kairos.Jobs;
using Kairos.Time;

namespace Kairos.Stores.Rows;

/// <summary>A job as a change finds it.</summary>
internal readonly record struct Standing
{
    public required bool Held { get; init; }

    public required long Fence { get; init; }

    public required int Version { get; init; }

    public required JobState State { get; init; }

    public required Want Want { get; init; }

    public required Instant Due { get; init; }

    public required Instant At { get; init; }

    public required int Attempt { get; init; }

    /// <summary>Its occurrence has ended, only the next is not planned yet.</summary>
    public required bool Settle { get; init; }

    public required string Kind { get; init; }

    public required string? Key { get; init; }

    public ChangeAnswer Answer(Grip grip) => grip.Answer(Held, Fence);

    public bool Leaves(Grip grip) => grip.Leaves(Held, Fence);
}

/// <summary>What a job's row wants for the end of its hold. The numbers are stored.</summary>
internal enum Want
{
    Nothing = 0,

    /// <summary>It ends.</summary>
    End = 1,

    /// <summary>It is paused, however the hold ends.</summary>
    Pause = 2,

    /// <summary>It was paused, is run now, and is paused again when that run has ended.</summary>
    PauseAgain = 3,
}

/// <summary>What the end of a run finds in the row of its hold.</summary>
/// <param name="Version">The version that stands.</param>
/// <param name="Want">What was asked for meanwhile.</param>
/// <param name="Due">What the row plans.</param>
/// <param name="At">When that starts.</param>
/// <param name="ClaimedDue">What was claimed, where an edit has moved the plan since.</param>
internal readonly record struct HeldRow(int Version, Want Want, Instant Due, Instant At, Instant? ClaimedDue);
