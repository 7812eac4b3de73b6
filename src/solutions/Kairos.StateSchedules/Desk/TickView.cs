using System.Collections.Immutable;
using Kairos.StateSchedules.Sets;
using Kairos.StateSchedules.Ticks;

namespace Kairos.StateSchedules.Desk;

/// <summary>One tick, over all its slices and their attempts.</summary>
public sealed record TickView
{
    /// <summary>The instant of the tick.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>Which rows it looked at; null where no slice has told yet.</summary>
    public TickMode? Mode { get; init; }

    /// <summary>Slices that are done.</summary>
    public required int Done { get; init; }

    /// <summary>Slices that run, or wait for their first or another attempt.</summary>
    public required int Running { get; init; }

    /// <summary>Slices that did not come to their end.</summary>
    public required int Failed { get; init; }

    /// <summary>Slices that another tick has done too.</summary>
    public required int Skipped { get; init; }

    /// <summary>Rows read.</summary>
    public required long Read { get; init; }

    /// <summary>Rows written.</summary>
    public required long Written { get; init; }

    /// <summary>Rows left to others, due again at the next tick.</summary>
    public required long Left { get; init; }

    /// <summary>Rows whose schedule can't be read.</summary>
    public required long Unreadable { get; init; }

    /// <summary>Some of their keys.</summary>
    public required ImmutableArray<long> UnreadableKeys { get; init; }

    /// <summary>Statements on the user's database.</summary>
    public required long Statements { get; init; }

    /// <summary>Rows that went from one state to another.</summary>
    public required ImmutableArray<Flip> Flips { get; init; }

    /// <summary>From the first start to the last end.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>From the oldest change that had come, to the start of its slice: the longest.</summary>
    public required TimeSpan Lag { get; init; }

    /// <summary>Why slices failed, were skipped, or wait for another attempt, each reason once.</summary>
    public required ImmutableArray<string> Reasons { get; init; }
}

/// <summary>Ticks of a mapping.</summary>
/// <param name="Ticks">The last one first.</param>
public sealed record TickList(ImmutableArray<TickView> Ticks);

/// <summary>A tick that was asked for.</summary>
/// <param name="Due">Under which it stands in the list of ticks.</param>
public sealed record TickAsked(DateTimeOffset Due);
