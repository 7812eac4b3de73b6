using Kairos.Jobs;
using Kairos.Time;

namespace Kairos.Stores;

/// <summary>A job under the fence of one hold.</summary>
public readonly record struct Hold(JobId Id, long Fence);

/// <summary>A mark to be committed before what it announces: the passing of a gate, or the start of a job that was lost before.</summary>
/// <param name="Hold">Guards the write.</param>
/// <param name="Kind">What is announced.</param>
/// <param name="Instant">From when on it counts: a mark whose instant had not come at a take-over is void.</param>
public readonly record struct Mark(Hold Hold, MarkKind Kind, Instant Instant)
{
    /// <summary>A gate is marked no longer than this ahead of its instant: a mark that lies further ahead is of before the clock was set back.</summary>
    internal static readonly TimeSpan FarthestAhead = TimeSpan.FromSeconds(2);
}

/// <summary>What a mark announces. The numbers are stored.</summary>
public enum MarkKind
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The start of a job that was lost before.</summary>
    Start = 1,

    /// <summary>The passing of a gate.</summary>
    Gate = 2,
}
