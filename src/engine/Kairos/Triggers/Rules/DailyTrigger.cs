using System.Collections.Immutable;
using Kairos.Time;
using Kairos.Triggers.Zones;

namespace Kairos.Triggers.Rules;

/// <summary>Due at local times of the day.</summary>
/// <remarks>
/// A time that falls into a gap of the zone is due at the gap's end, several in one gap become one; in an overlap the
/// first pass counts. The zone is an IANA id of this machine's zone data.
/// </remarks>
public sealed record DailyTrigger : Trigger
{
    private readonly DailyTimes _local;

    /// <summary>Makes the rule.</summary>
    /// <exception cref="ArgumentException">No time or no weekday was given, or the zone is unknown here.</exception>
    public DailyTrigger(string zone, ImmutableArray<TimeOnly> times, Weekdays weekdays)
    {
        if (times.IsDefaultOrEmpty)
        {
            throw new ArgumentException("A daily trigger needs at least one time of the day, for example 20:10:00.", nameof(times));
        }

        if ((weekdays & Weekdays.All) == Weekdays.None)
        {
            throw new ArgumentException("A daily trigger needs at least one weekday.", nameof(weekdays));
        }

        Zone = zone;

        // To the microsecond, which is what instants and the stored form keep.
        Times = [.. times.Select(static t => new TimeOnly(t.Ticks - (t.Ticks % TimeSpan.TicksPerMicrosecond))).Distinct().Order()];
        Weekdays = weekdays & Weekdays.All;
        _local = new DailyTimes([.. Times.Select(static t => t.Ticks / TimeSpan.TicksPerMicrosecond)], Weekdays);
    }

    /// <summary>Ascending, without repetition.</summary>
    public ImmutableArray<TimeOnly> Times { get; }

    /// <summary>The days on which the times count, as the zone's calendar has them.</summary>
    public Weekdays Weekdays { get; }

    internal override Instant? NextOfRule(Instant after) => LocalWalk.Next(Offsets, _local, after, bothPasses: false);

    /// <inheritdoc />
    public bool Equals(DailyTrigger? other) =>
        base.Equals(other) && Weekdays == other.Weekdays && Times.AsSpan().SequenceEqual(other.Times.AsSpan());

    /// <inheritdoc />
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(base.GetHashCode());
        hash.Add(Weekdays);
        foreach (TimeOnly time in Times)
        {
            hash.Add(time);
        }

        return hash.ToHashCode();
    }
}
