using Kairos.Time;
using Kairos.Triggers.Grids;

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
        long change = GridWalk.FirstOther(Offsets, Grid, before, after.Micros + 1);
        return change == GridWalk.Never ? null : new GridChange(new Instant(change), !before);
    }

    internal override Instant? NextOfRule(Instant after) => NextChange(after)?.At;
}
