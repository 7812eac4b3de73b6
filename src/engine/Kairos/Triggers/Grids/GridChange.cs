using Kairos.Time;

namespace Kairos.Triggers.Grids;

/// <summary>A change of a grid.</summary>
/// <param name="At">From this instant on.</param>
/// <param name="On">What it changes to.</param>
public readonly record struct GridChange(Instant At, bool On);
