using System.Globalization;
using Kairos.Laws.Tests.Cases;
using Instant = Kairos.Time.Instant;

namespace Kairos.Laws.Tests.Oracles;

/// <summary>Quartz's CronExpression, for what both dialects say in the same way, away from changes of the offset.</summary>
internal sealed class QuartzOracle : IOracle
{
    // It knows years up to a hundred from now.
    private static readonly Instant s_last = Time.Instant.From(new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public string Name => "Quartz";

    public Verdict Judge(CronCase asked, Instant after, Instant? answer)
    {
        // In gaps and overlaps it has rules of its own.
        if (Expression(asked.Spec) is not { } expression || !LocalTimes.AreSteady(asked.Zone, after, answer) || after >= s_last)
        {
            return Verdict.LeftOut;
        }

        Quartz.CronExpression schedule = Quartz.CronExpression.Parse(expression).WithTimeZone(TimeZoneInfo.Utc);
        DateTimeOffset? own = schedule.GetNextValidTimeAfter(new DateTimeOffset(LocalTimes.Of(asked.Zone, after).Ticks, TimeSpan.Zero));
        Instant? due = own is null ? null : LocalTimes.Instant(asked.Zone, after, own.Value.UtcDateTime);
        return due is null && answer >= s_last ? Verdict.LeftOut : Verdict.Of(due, answer);
    }

    /// <summary>The expression as Quartz writes it; null where it can't say the same.</summary>
    internal static string? Expression(CronSpec spec)
    {
        // Two restricted fields for days mean "or" there; one of them has to be open.
        bool anyDay = IsOpen(spec.DayOfMonth);
        bool anyWeekday = IsOpen(spec.DayOfWeek);
        if (!anyDay && !anyWeekday)
        {
            return null;
        }

        string? day = anyDay ? anyWeekday ? "*" : "?" : Day(spec.DayOfMonth);
        string? weekday = anyWeekday ? "?" : Weekday(spec.DayOfWeek);
        return day is null || weekday is null ? null
            : string.Join(' ', spec.Second is null ? "0" : List(spec.Second.Parts), List(spec.Minute.Parts), List(spec.Hour.Parts), day, List(spec.Month.Parts), weekday);
    }

    private static bool IsOpen(DayRule rule) => rule is PlainDays { Parts: [{ Form: PartForm.Star, HasStep: false }] };

    private static string? Day(DayRule rule) => rule switch
    {
        FromLast last => string.Create(CultureInfo.InvariantCulture, $"L{(last.Days > 0 ? $"-{last.Days}" : "")}{(last.Workday ? "W" : "")}"),

        // In a month without such a day it takes the last.
        NearestWorkday { Day: > 28 } => null,
        NearestWorkday nearest => string.Create(CultureInfo.InvariantCulture, $"{nearest.Day}W"),
        PlainDays plain => List(plain.Parts),
        _ => null,
    };

    // Its week is 1-7 from Sunday on.
    private static string? Weekday(DayRule rule) => rule switch
    {
        LastWeekday last => string.Create(CultureInfo.InvariantCulture, $"{(last.Weekday % 7) + 1}L"),
        NthWeekday nth => string.Create(CultureInfo.InvariantCulture, $"{(nth.Weekday % 7) + 1}#{nth.Nth}"),
        PlainDays plain when plain.Parts.All(IsTheSameOfWeek) => List([.. plain.Parts.Select(part => part.Form == PartForm.Star
            ? part
            : part with { From = (part.From % 7) + 1, To = (part.To % 7) + 1 })]),
        _ => null,
    };

    // Its field ends with Saturday, ours with the second Sunday: steps up to the end are not the same, nor is 0-7.
    private static bool IsTheSameOfWeek(CronPart part) => part.Form != PartForm.Open && part is not { Form: PartForm.Range, From: 0, To: 7 };

    private static string List(IReadOnlyList<CronPart> parts) => string.Join(',', parts.Select(part =>
    {
        string head = part.Form switch
        {
            PartForm.Star => "*",
            PartForm.Range => string.Create(CultureInfo.InvariantCulture, $"{part.From}-{part.To}"),
            _ => part.From.ToString(CultureInfo.InvariantCulture),
        };
        return part.HasStep ? string.Create(CultureInfo.InvariantCulture, $"{head}/{part.Step}") : head;
    }));
}
