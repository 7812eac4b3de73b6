using System.Collections.Immutable;
using Kairos.Time;

namespace Kairos.Triggers;

/// <summary>Due at local times of the day.</summary>
/// <remarks>
/// A time that falls into a gap of the zone is due at the gap's end, several in one gap become one; in an overlap the
/// first pass counts. The zone is an IANA id of this machine's zone data.
/// </remarks>
public sealed record DailyTrigger : Trigger
{
    // A weekday set has a member within 7 days, and a zone may skip a whole day (Pacific/Apia 2011-12-30): 15 covers both.
    private const int DaysSearched = 15;
    private static readonly Instant s_first = Instant.Min + TimeSpan.FromDays(4);
    private static readonly Instant s_last = Instant.Max - TimeSpan.FromDays(DaysSearched + 2);
    private readonly TimeZoneInfo _zone;

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

        _zone = LocalTimes.Zone(zone);
        Zone = zone;

        // To the microsecond, which is what instants and the stored form keep.
        Times = [.. times.Select(static t => new TimeOnly(t.Ticks - (t.Ticks % TimeSpan.TicksPerMicrosecond))).Distinct().Order()];
        Weekdays = weekdays & Weekdays.All;
    }

    /// <summary>An IANA zone id, for example <c>Asia/Shanghai</c>.</summary>
    public string Zone { get; }

    /// <summary>Ascending, without repetition.</summary>
    public ImmutableArray<TimeOnly> Times { get; }

    /// <summary>The days on which the times count, as the zone's calendar has them.</summary>
    public Weekdays Weekdays { get; }

    /// <inheritdoc />
    public override Instant? Next(Instant after)
    {
        // The calendar ends there, and the search looks some days around.
        if (after > s_last)
        {
            return null;
        }

        DateTimeOffset from = Instant.Later(after, s_first).ToDateTimeOffset();
        DateOnly day = DateOnly.FromDateTime(from.UtcDateTime + _zone.GetUtcOffset(from)).AddDays(-1);
        for (int i = 0; i < DaysSearched; i++, day = day.AddDays(1))
        {
            if (((int)Weekdays & (1 << (int)day.DayOfWeek)) == 0)
            {
                continue;
            }

            Instant? found = null;
            foreach (TimeOnly time in Times)
            {
                Instant due = LocalTimes.Resolve(_zone, day.ToDateTime(time));
                if (due > after && (found is null || due < found))
                {
                    found = due;
                }
            }

            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    /// <inheritdoc />
    public bool Equals(DailyTrigger? other) =>
        other is not null && Zone == other.Zone && Weekdays == other.Weekdays && Times.AsSpan().SequenceEqual(other.Times.AsSpan());

    /// <inheritdoc />
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(Zone);
        hash.Add(Weekdays);
        foreach (TimeOnly time in Times)
        {
            hash.Add(time);
        }

        return hash.ToHashCode();
    }
}
