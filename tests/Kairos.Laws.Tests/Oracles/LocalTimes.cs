using Kairos.Laws.Tests.Cases;
using Instant = Kairos.Time.Instant;

namespace Kairos.Laws.Tests.Oracles;

/// <summary>For oracles that know no zones, or treat their changes otherwise: local times while the offset stays the same.</summary>
internal static class LocalTimes
{
    private static readonly TimeSpan s_around = TimeSpan.FromDays(2);

    /// <summary>Whether the zone keeps its offset from shortly before one instant until shortly after the other.</summary>
    internal static bool AreSteady(ZoneFacts zone, Instant after, Instant? answer) => zone.NeverChanges
        || (answer is { } due && !zone.ChangesBetween(after - s_around, due + s_around) && zone.Agrees(after, due));

    internal static DateTime Of(ZoneFacts zone, Instant instant) => instant.ToDateTimeOffset().UtcDateTime + Offset(zone, instant);

    internal static Instant Instant(ZoneFacts zone, Instant steady, DateTime local) =>
        Time.Instant.From(new DateTimeOffset(local.Ticks, TimeSpan.Zero)) - Offset(zone, steady);

    private static TimeSpan Offset(ZoneFacts zone, Instant instant) => zone.Zone.GetUtcOffset(NaiveScan.Noda(instant)).ToTimeSpan();
}
