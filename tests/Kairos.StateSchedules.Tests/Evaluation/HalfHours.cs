using NodaTime;

namespace Kairos.StateSchedules.Tests.Evaluation;

/// <summary>Every half hour of two years in a zone, as NodaTime tells them: nothing of the engine is asked.</summary>
/// <remarks>Two years that are past, for which all releases of the zone data say the same. From a local midnight on, so that slots begin on them.</remarks>
internal sealed class HalfHours
{
    private const int Steps = 2 * 366 * 48;

    internal HalfHours(string zoneId)
    {
        DateTimeZone zone = DateTimeZoneProviders.Tzdb[zoneId];
        ZoneId = zoneId;
        Instant at = zone.AtStartOfDay(new LocalDate(2023, 1, 1)).ToInstant();
        LocalDate first = at.InZone(zone).Date;
        for (int step = 0; step < Steps; step++, at += Duration.FromMinutes(30))
        {
            LocalDateTime local = at.InZone(zone).LocalDateTime;
            Micros[step] = at.ToUnixTimeTicks() / 10;
            Quarters[step] = (((int)local.DayOfWeek - 1) * 96) + (int)(local.TickOfDay / (NodaConstants.TicksPerHour / 4));

            // An hour of the day before may come back; the day has begun all the same.
            int day = Period.DaysBetween(first, local.Date);
            Days[step] = step == 0 ? day : Math.Max(day, Days[step - 1]);
        }
    }

    internal string ZoneId { get; }

    internal int Count => Steps;

    internal long[] Micros { get; } = new long[Steps];

    /// <summary>The quarter of an hour of the local week, from Monday 00:00.</summary>
    internal int[] Quarters { get; } = new int[Steps];

    /// <summary>Local days that have begun since the first.</summary>
    internal int[] Days { get; } = new int[Steps];
}
