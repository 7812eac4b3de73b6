using Kairos.Time;
using Kairos.Triggers.Zones;

namespace Kairos.Triggers.Grids;

/// <summary>From the slots of a grid to instants: along the spans of a zone, each a plain shift.</summary>
internal static class GridWalk
{
    /// <summary>Where there is no further change.</summary>
    internal const long Never = long.MaxValue;

    /// <summary>The first microsecond at or after <paramref name="at"/> in which the grid is not as it was before.</summary>
    /// <param name="zone">Of the grid.</param>
    /// <param name="grid">Not the same in all slots.</param>
    /// <param name="before">How it was.</param>
    /// <param name="at">Of UTC.</param>
    internal static long FirstOther(ZoneOffsets zone, in WeeklyGrid grid, bool before, long at)
    {
        while (at <= Instant.Max.Micros)
        {
            ref readonly ZoneSpan span = ref zone.At(at);
            long local = at + span.Offset;
            if (grid.IsOn(local) != before)
            {
                return at;
            }

            long change = grid.NextChange(local);
            if (change < span.LocalUntil)
            {
                return change - span.Offset;
            }

            at = span.Until;
        }

        return Never;
    }
}
