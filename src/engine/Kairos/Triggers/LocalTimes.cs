using Kairos.Time;
using Kairos.Triggers.Zones;

namespace Kairos.Triggers;

/// <summary>From local times to instants, by the offsets of instants alone.</summary>
public static class LocalTimes
{
    // No zone is more than 15 h from UTC, and none moved by more than a day.
    private const long Around = 40L * 3_600 * 1_000_000;

    /// <summary>The zone of an IANA id.</summary>
    /// <exception cref="ArgumentException">This machine's zone data does not know the id.</exception>
    public static TimeZoneInfo Zone(string id)
    {
        if (id == "UTC")
        {
            return TimeZoneInfo.Utc;
        }

        // Names that .NET or the system understand beside these mean other times on other machines (localtime), or are not stored as they were given.
        return TimeZoneInfo.TryFindSystemTimeZoneById(id, out TimeZoneInfo? zone) && zone.HasIanaId && zone.Id == id && !IsLocal(id)
            ? zone
            : throw new ArgumentException($"Zone '{id}' is unknown here: use an IANA id such as Asia/Shanghai, and see that the package tzdata is installed.", nameof(id));
    }

    private static bool IsLocal(string id) => id is "localtime" or "posixrules" || id.StartsWith("posix/", StringComparison.Ordinal) || id.StartsWith("right/", StringComparison.Ordinal);

    /// <summary>The instant of a local time: in a gap the gap's end, in an overlap the first pass.</summary>
    /// <param name="zone">One that <see cref="Zone"/> gave.</param>
    /// <param name="local">Truncated to the microsecond.</param>
    public static Instant Resolve(TimeZoneInfo zone, DateTime local)
    {
        ZoneOffsets offsets = ZoneOffsets.Of(zone.Id);
        long micros = Instant.From(new DateTimeOffset(local.Ticks, TimeSpan.Zero)).Micros;
        ZoneSpan span = offsets.At(micros - Around);
        while (micros >= span.LocalUntil && span.Until <= Instant.Max.Micros)
        {
            span = offsets.At(span.Until);
        }

        return new Instant(Math.Max(micros - span.Offset, span.From));
    }
}
