using Kairos.Time;

namespace Kairos.Laws.Tests.Cases;

/// <summary>Draws zones and instants, about half of them close to a change of the zone's offset.</summary>
internal static class InstantChance
{
    private const long Second = 1_000_000;
    private const long Minute = 60 * Second;
    private const long Hour = 60 * Minute;
    private static readonly Instant s_first = Instant.From(new DateTimeOffset(1970, 1, 5, 0, 0, 0, TimeSpan.Zero));
    private static readonly Instant s_last = Instant.From(new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private static readonly Instant s_end = Instant.From(new DateTimeOffset(2499, 12, 31, 23, 59, 59, TimeSpan.Zero));
    private static readonly long[] s_onTheChange = [-Second, -1, 0, 1, Second, -Minute, Minute];

    internal static ZoneFacts Zone(Chance chance) => chance.Pick(ZoneFacts.All);

    internal static Instant At(Chance chance, ZoneFacts zone)
    {
        if (zone.NeverChanges)
        {
            return Rounded(chance, chance.Percent(10) ? chance.Between(s_last.Micros, s_end.Micros) : chance.Between(s_first.Micros, s_last.Micros));
        }

        if (!chance.Percent(52))
        {
            return Rounded(chance, chance.Between(s_first.Micros, zone.Until.Micros));
        }

        long change = chance.Pick(zone.NearChanges).Micros;
        int how = chance.Below(100);
        return how < 25 ? new Instant(change + chance.Pick(s_onTheChange))
            : how < 60 ? Rounded(chance, change + chance.Between(-3 * Hour, 3 * Hour))
            : Rounded(chance, change + chance.Between(-47 * Hour, 47 * Hour));
    }

    private static Instant Rounded(Chance chance, long micros) => new(chance.Below(4) switch
    {
        0 => micros,
        1 => micros / Second * Second,
        2 => micros / Minute * Minute,
        _ => micros / Hour * Hour,
    });
}
