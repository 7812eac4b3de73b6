using Kairos.Time;

namespace Kairos.Triggers;

/// <summary>An occurrence as a forecast has it.</summary>
/// <param name="Due">What the trigger yields.</param>
/// <param name="At">The planned start: jitter and quiet spans moved it. Null when it is not to start: pushed out of its window, or passed by one that was pushed.</param>
/// <param name="On">What a grid changes to; null for other rules.</param>
public readonly record struct PlannedOccurrence(Instant Due, Instant? At, bool? On);
