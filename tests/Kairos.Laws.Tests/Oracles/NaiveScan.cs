using NodaTime;
using NodaTime.TimeZones;
using Instant = Kairos.Time.Instant;

namespace Kairos.Laws.Tests.Oracles;

/// <summary>The first oracle: goes over local days and their times one by one and asks NodaTime for the instants of each.</summary>
/// <remarks>
/// A local time without an instant counts as the end of its gap. One with two counts with the first, and with both where the
/// rule runs in both passes. Nothing of the engine is used but its type for instants.
/// </remarks>
internal static class NaiveScan
{
    private const long MicrosOfDay = 86_400_000_000;
    private const int LastYear = 2499;

    /// <summary>The first instant after <paramref name="after"/> that counts, or how far there is none.</summary>
    /// <param name="rule">The local times.</param>
    /// <param name="zone">Their zone.</param>
    /// <param name="after">Not included.</param>
    /// <param name="isOpen">What else has to hold of an instant; null for nothing.</param>
    /// <param name="days">How many days are gone over at most.</param>
    /// <param name="times">How many times are gone over at most.</param>
    internal static Found Next(INaiveRule rule, DateTimeZone zone, Instant after, Func<Instant, bool>? isOpen = null, int days = int.MaxValue, int times = int.MaxValue)
    {
        LocalDateTime from = LowestLocal(zone, after);
        long timeOfDay = from.TickOfDay / 10;
        Instant? best = null;
        LocalDate date = from.Date;
        int walked = 0;
        for (; date.Year <= LastYear && walked < days; walked++)
        {
            if (!rule.HoldsMonth(date.Month))
            {
                LocalDate nextMonth = date.With(DateAdjusters.EndOfMonth).PlusDays(1);
                walked += Period.DaysBetween(date, nextMonth) - 1;
                (date, timeOfDay) = (nextMonth, 0);
                continue;
            }

            if (rule.Holds(date))
            {
                foreach (long time in rule.TimesFrom(timeOfDay))
                {
                    ZoneLocalMapping mapping = zone.MapLocal(date.At(LocalTime.FromTicksSinceMidnight(time * 10)));
                    Instant first = Of(mapping.Count == 0 ? mapping.LateInterval.Start : mapping.First().ToInstant());
                    if (best <= first)
                    {
                        return new Found(best, default);
                    }

                    if (first > after && isOpen?.Invoke(first) != false)
                    {
                        // Of later local times none has an earlier first instant.
                        return new Found(first, default);
                    }

                    if (mapping.Count == 2 && rule.RunsInBothPasses && Of(mapping.Last().ToInstant()) is var second
                        && second > after && (best is null || second < best) && isOpen?.Invoke(second) != false)
                    {
                        best = second;
                    }

                    if (first > after && --times <= 0 && best is null)
                    {
                        return new Found(null, first);
                    }
                }
            }

            (date, timeOfDay) = (date.PlusDays(1), 0);
        }

        return best is not null ? new Found(best, default)
            : date.Year > LastYear ? new Found(null, Instant.Max)
            : new Found(null, Of(date.AtMidnight().InUtc().ToInstant()) - TimeSpan.FromDays(2));
    }

    internal static NodaTime.Instant Noda(Instant instant) => NodaTime.Instant.FromUnixTimeTicks(instant.Micros * 10);

    internal static Instant Of(NodaTime.Instant instant) => new(instant.ToUnixTimeTicks() / 10);

    // Local time runs back where an overlap is near: what was passed may come again. Elsewhere nothing before now can be due later.
    private static LocalDateTime LowestLocal(DateTimeZone zone, Instant after)
    {
        NodaTime.Instant now = Noda(after);
        LocalDateTime local = now.InZone(zone).LocalDateTime;
        int back = 0;
        foreach (ZoneInterval interval in zone.GetZoneIntervals(now - Duration.FromDays(1), now + Duration.FromDays(1)))
        {
            // In seconds: Apia's missing day is more than an Offset holds.
            back = interval.HasStart
                ? Math.Max(back, zone.GetUtcOffset(interval.Start - Duration.Epsilon).Seconds - interval.WallOffset.Seconds)
                : back;
        }

        LocalDateTime lowest = local.PlusSeconds(-back);
        return lowest.PlusTicks(-(lowest.TickOfDay % 10));
    }

    /// <summary>Microseconds of the day.</summary>
    internal static long TimeOfDay(LocalDateTime local) => Math.Min(local.TickOfDay / 10, MicrosOfDay - 1);
}

/// <summary>What a scan found.</summary>
/// <param name="Due">The instant; null when there is none up to <paramref name="Until"/>.</param>
/// <param name="Until">How far it looked; <see cref="Instant.Max"/> for all the way.</param>
internal readonly record struct Found(Instant? Due, Instant Until)
{
    /// <summary>Whether an answer agrees with what is known.</summary>
    internal bool Allows(Instant? answer) => Due is not null ? answer == Due
        : Until == Instant.Max ? answer is null
        : answer is null || answer >= Until;
}
