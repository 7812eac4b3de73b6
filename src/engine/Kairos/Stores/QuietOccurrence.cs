using Kairos.Time;

namespace Kairos.Stores;

/// <summary>An occurrence of a kind that others keep away from.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="At">Its planned start.</param>
public readonly record struct QuietOccurrence(string Kind, Instant At);
