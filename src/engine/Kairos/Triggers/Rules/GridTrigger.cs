using Kairos.Time;
using Kairos.Triggers.Grids;
using Kairos.Triggers.Zones;

namespace Kairos.Triggers.Rules;

/// <summary>Due whenever a weekly grid changes, in its zone.</summary>
/// <remarks>The state at an instant is that of the slot its local time lies in: a slot in a gap vanishes, one in an overlap lasts twice.</remarks>
/// <param name="Grid">The slots.</param>
public sealed record GridTrigger(WeeklyGrid Grid) : Trigger
{
    /// <summary>Whether it is on at an instant.</summary>
    public bool IsOn(Instant instant) => Grid.IsOn(Offsets.ToLocal(instant.Micros));

    /// <summary>The first change of the grid strictly after an instant; null when it never changes.</summary>
    public GridChange? NextChange(Instant after)
    {
        if (after >= Instant.Max || Grid.IsConstant)
        {
            return null;
        }

        bool before = IsOn(after);
        long at = after.Micros + 1;
        ZoneSpan span = Offsets.At(at);
        while (true)
        {
            long local = at + span.Offset;
            if (Grid.IsOn(local) != before)
            {
                return new GridChange(new Instant(at), !before);
            }

            long change = Grid.NextChange(local);
            if (change < span.LocalUntil)
            {
                return new GridChange(new Instant(change - span.Offset), !before);
            }

            if (span.Until > Instant.Max.Micros)
            {
                return null;
            }

            at = span.Until;
            span = Offsets.At(at);
        }
    }

    internal override Instant? NextOfRule(Instant after) => NextChange(after)?.At;
}
