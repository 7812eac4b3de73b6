using Kairos.Laws.Tests.Cases;
using Kairos.Laws.Tests.Oracles;
using Kairos.Triggers.Grids;
using NodaTime;
using static Kairos.Laws.Tests.Laws.StoredLaws;
using Instant = Kairos.Time.Instant;

namespace Kairos.Laws.Tests.Laws;

/// <summary>A midnight is the first instant of a local day: each day has one, but for those that are missing.</summary>
internal static class MidnightLaws
{
    private const int Days = 4;

    internal static void Check(ZoneFacts zone, in GridMoment moment)
    {
        Instant at = moment.At;
        LocalDate date = NaiveScan.Noda(at).InZone(zone.Zone).Date;
        Instant[] midnights = [.. Enumerable.Range(-Days, (2 * Days) + 1).SelectMany(day => Begin(zone.Zone, date.PlusDays(day))).Order()];
        Instant last = midnights.Last(midnight => midnight <= at);
        Instant next = midnights.First(midnight => midnight > at);
        Require(moment.LastMidnight == last, $"the last midnight is {moment.LastMidnight}, and the day began at {last}");
        Require(moment.NextMidnight == next, $"the next midnight is {moment.NextMidnight}, and the next day begins at {next}");
        Require(moment.HasMidnightAfter(last - TimeSpan.FromMicroseconds(1)) && !moment.HasMidnightAfter(last), $"of {last} it does not say that it lies behind what is before it alone");
    }

    private static Instant[] Begin(DateTimeZone zone, LocalDate date)
    {
        try
        {
            return [NaiveScan.Of(zone.AtStartOfDay(date).ToInstant())];
        }
        catch (SkippedTimeException)
        {
            return [];
        }
    }
}
