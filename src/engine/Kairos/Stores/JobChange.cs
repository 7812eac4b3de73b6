using Kairos.Jobs;
using Kairos.Time;

namespace Kairos.Stores;

/// <summary>An edit on its way into the store: checked, its occurrence computed. What is null stays as it is.</summary>
public sealed record JobChange
{
    /// <summary>The version that is to be edited; null edits whichever stands.</summary>
    public int? Version { get; init; }

    /// <summary>The new rule with its first occurrence: the open one is given up, and what has run counts anew.</summary>
    public NewPlan? Plan { get; init; }

    /// <summary>JSON in UTF-8.</summary>
    public ReadOnlyMemory<byte>? Payload { get; init; }

    /// <summary>Order among jobs of one instant.</summary>
    public int? Priority { get; init; }

    /// <summary>Starts within one occurrence.</summary>
    public int? MaxAttempts { get; init; }
}

/// <summary>A rule and the occurrence that it opens with.</summary>
/// <param name="Due">The identity of the occurrence.</param>
/// <param name="At">The planned start.</param>
/// <param name="Trigger">The stored form of a repeating trigger; null when it is due once.</param>
public sealed record NewPlan(Instant Due, Instant At, string? Trigger);

/// <summary>How a paused job goes on, computed from what was read of it: where that has moved meanwhile, the store answers conflict.</summary>
public sealed record ResumePlan
{
    /// <summary>The version that was read.</summary>
    public required int Version { get; init; }

    /// <summary>The open occurrence that was read.</summary>
    public required Instant Due { get; init; }

    /// <summary>The occurrence that takes its place; null where it stands.</summary>
    public NextStart? Next { get; init; }

    /// <summary>Due instants that went by while it was paused, recorded as one skipped run.</summary>
    public RunView? Skipped { get; init; }
}
