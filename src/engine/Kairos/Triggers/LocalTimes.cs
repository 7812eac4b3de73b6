using Kairos.Time;

namespace Kairos.Triggers;

/// <summary>From local times to instants, by the offsets of instants alone.</summary>
/// <remarks>
/// The zone's own questions for invalid and ambiguous times answer wrongly on
/// .NET 10 for Asia/Amman, Europe/Moscow and Pacific/Apia, so the way from UTC to local is the only one taken.
/// </remarks>
public static class LocalTimes
{
    // No zone is more than 15 h from UTC, and none changed twice within an hour.
    private const int HoursAround = 26;

    /// <summary>The zone of an IANA id.</summary>
    /// <exception cref="ArgumentException">This machine's zone data does not know the id.</exception>
    public static TimeZoneInfo Zone(string id)
    {
        if (id == "UTC")
        {
            return TimeZoneInfo.Utc;
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(id, out TimeZoneInfo? zone)
            ? zone
            : throw new ArgumentException($"Zone '{id}' is unknown here: use an IANA id such as Asia/Shanghai, and see that the package tzdata is installed.", nameof(id));
    }

    /// <summary>The instant of a local time: in a gap the gap's end, in an overlap the first pass.</summary>
    public static Instant Resolve(TimeZoneInfo zone, DateTime local)
    {
        DateTime asUtc = DateTime.SpecifyKind(local, DateTimeKind.Utc);
        DateTime from = asUtc.AddHours(-HoursAround);
        TimeSpan offset = zone.GetUtcOffset(from);
        DateTime start = from;
        for (int hour = 1 - HoursAround; hour <= HoursAround; hour++)
        {
            DateTime until = asUtc.AddHours(hour);
            TimeSpan next = zone.GetUtcOffset(until);
            if (next == offset)
            {
                continue;
            }

            DateTime change = Change(zone, until.AddHours(-1), until, offset);
            if (asUtc - offset >= start && asUtc - offset < change)
            {
                break;
            }

            if (asUtc - next < change && asUtc - offset >= change)
            {
                return Instant.From(new DateTimeOffset(change, TimeSpan.Zero));
            }

            (start, offset) = (change, next);
        }

        return Instant.From(new DateTimeOffset(asUtc - offset, TimeSpan.Zero));
    }

    // The first second at which the offset is no longer the given one; zone data has no finer changes.
    private static DateTime Change(TimeZoneInfo zone, DateTime low, DateTime high, TimeSpan offset)
    {
        long before = low.Ticks / TimeSpan.TicksPerSecond;
        long after = high.Ticks / TimeSpan.TicksPerSecond;
        while (after - before > 1)
        {
            long middle = before + ((after - before) / 2);
            bool same = zone.GetUtcOffset(new DateTime(middle * TimeSpan.TicksPerSecond, DateTimeKind.Utc)) == offset;
            (before, after) = same ? (middle, after) : (before, middle);
        }

        return new DateTime(after * TimeSpan.TicksPerSecond, DateTimeKind.Utc);
    }
}
