using System.Collections.Immutable;

namespace Kairos.StateSchedules.Sets;

/// <summary>How a mapping stands, the same for all nodes.</summary>
internal sealed record Standing
{
    /// <summary>Ticks run.</summary>
    internal required bool IsEnabled { get; init; }

    internal required StateSettings Settings { get; init; }

    /// <summary>The last key of each slice but the last, where slices are ranges of the key.</summary>
    internal required ImmutableArray<long> Cuts { get; init; }

    /// <summary>Grows with every change of the settings.</summary>
    internal required long Revision { get; init; }
}
