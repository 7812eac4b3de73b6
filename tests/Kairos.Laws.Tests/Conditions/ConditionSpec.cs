using Kairos.Laws.Tests.Cases;
using Kairos.Laws.Tests.Oracles;
using Kairos.Triggers.Conditions;
using NodaTime;
using Instant = Kairos.Time.Instant;

namespace Kairos.Laws.Tests.Conditions;

/// <summary>What is composed onto a rule, as a structure.</summary>
internal sealed record ConditionSpec
{
    private const long MicrosOfDay = 86_400_000_000;

    internal WindowSpec? Window { get; init; }

    internal CalendarSpec? Calendar { get; init; }

    internal Instant? Start { get; init; }

    internal Instant? End { get; init; }

    internal TimeSpan Jitter { get; init; }

    internal int? MaxRuns { get; init; }

    internal bool HasOpenings => Window is not null || Calendar is not null;

    internal static ConditionSpec Draw(Chance chance, ZoneFacts zone, Instant after, TimeSpan? mostJitter = null)
    {
        LocalDate near = NaiveScan.Noda(after).InZone(zone.Zone).Date;
        long hours = chance.Scaled(1, 24 * 30);

        // Where a window and a calendar, or a rule and its openings, never meet, the engine looks on for centuries: few cases
        // have both, or openings and no end.
        int kind = chance.Below(100);
        WindowSpec? window = kind < 50 ? WindowSpec.Draw(chance) : null;
        CalendarSpec? calendar = kind is >= 48 and < 75 ? CalendarSpec.Draw(chance, near) : null;
        bool ends = chance.Percent(window is null && calendar is null ? 20 : 97);
        Instant? start = chance.Percent(20) ? after + TimeSpan.FromHours(chance.Between(-hours, hours)) : null;
        Instant from = start > after ? start.Value : after;
        return new ConditionSpec
        {
            Window = window,
            Calendar = calendar,
            Start = start,
            End = ends ? from + TimeSpan.FromHours(chance.Percent(25) ? hours * 2 : chance.Between(24 * 10, 24 * 40)) : null,
            Jitter = chance.Percent(40) ? TimeSpan.FromMicroseconds(chance.Scaled(1, Math.Min(MicrosOfDay, (mostJitter?.Ticks / 10) - 1 ?? MicrosOfDay))) : TimeSpan.Zero,
            MaxRuns = chance.Percent(20) ? chance.Between(1, 5) : null,
        };
    }

    internal TriggerConditions Build() => new()
    {
        Window = Window is null ? null : WeeklyRanges.Parse(Window.Text),
        Calendar = Calendar is null ? null : WorkCalendar.Parse(Calendar.Text),
        Start = Start,
        End = End,
        Jitter = Jitter,
        MaxRuns = MaxRuns,
    };

    /// <summary>Whether window and calendar are open, by the local date and time alone.</summary>
    internal bool IsOpen(ZoneFacts zone, Instant instant)
    {
        if (!HasOpenings)
        {
            return true;
        }

        LocalDateTime local = NaiveScan.Noda(instant).InZone(zone.Zone).LocalDateTime;
        long micros = local.TickOfDay / 10;
        return Window?.IsOpen(local.Date, micros) != false && Calendar?.IsOpen(local.Date, micros) != false;
    }

    /// <summary>The first instant at or after the given one at which both are open, among all at which one could open; null when there is none within two weeks.</summary>
    internal Instant? OpenFrom(ZoneFacts zone, Instant instant)
    {
        if (IsOpen(zone, instant))
        {
            return instant;
        }

        // A change of the offset may jump into the middle of a range.
        LocalDate first = NaiveScan.Noda(instant).InZone(zone.Zone).Date.PlusDays(-2);
        int[] boundaries = [.. (Window?.Boundaries ?? []).Concat(Calendar?.Boundaries ?? []).Append(0).Distinct()];
        return Enumerable.Range(0, 18)
            .SelectMany(day => boundaries.SelectMany(boundary => Instants(zone, first.PlusDays(day).At(LocalTime.FromSecondsSinceMidnight(boundary)))))
            .Concat(zone.Zone.GetZoneIntervals(NaiveScan.Noda(instant), NaiveScan.Noda(instant + TimeSpan.FromDays(16))).Where(interval => interval.HasStart).Select(interval => NaiveScan.Of(interval.Start)))
            .Where(at => at >= instant && IsOpen(zone, at))
            .Select(at => (Instant?)at)
            .Min(at => at is null ? null : (long?)at.Value.Micros) is { } micros && micros < (instant + TimeSpan.FromDays(14)).Micros
            ? new Instant(micros)
            : null;
    }

    private static IEnumerable<Instant> Instants(ZoneFacts zone, LocalDateTime local)
    {
        NodaTime.TimeZones.ZoneLocalMapping mapping = zone.Zone.MapLocal(local);
        return mapping.Count switch
        {
            0 => [NaiveScan.Of(mapping.LateInterval.Start)],
            1 => [NaiveScan.Of(mapping.Single().ToInstant())],
            _ => [NaiveScan.Of(mapping.First().ToInstant()), NaiveScan.Of(mapping.Last().ToInstant())],
        };
    }

    public override string ToString() =>
        $"window '{Window?.Text}', calendar '{Calendar?.Text}', start {Start}, end {End}, jitter {Jitter}, max runs {MaxRuns}";
}
