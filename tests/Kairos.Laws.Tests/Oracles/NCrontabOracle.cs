using System.Globalization;
using Kairos.Laws.Tests.Cases;
using NCrontab;
using Instant = Kairos.Time.Instant;

namespace Kairos.Laws.Tests.Oracles;

/// <summary>NCrontab, for what both dialects say in the same way. It means "and" by day-of-month with day-of-week, as ours does.</summary>
internal sealed class NCrontabOracle : IOracle
{
    private static readonly DateTime s_end = new(2150, 1, 1);
    private static readonly CrontabSchedule.ParseOptions s_withSecond = new() { IncludingSeconds = true };

    public string Name => "NCrontab";

    public Verdict Judge(CronCase asked, Instant after, Instant? answer)
    {
        if (Expression(asked.Spec) is not { } expression || !LocalTimes.AreSteady(asked.Zone, after, answer))
        {
            return Verdict.LeftOut;
        }

        CrontabSchedule schedule = asked.Spec.Second is null ? CrontabSchedule.Parse(expression) : CrontabSchedule.Parse(expression, s_withSecond);

        // It answers the end where there is nothing before.
        DateTime local = LocalTimes.Of(asked.Zone, after);
        if (local.Year >= s_end.Year - 1)
        {
            return Verdict.LeftOut;
        }

        DateTime own = schedule.GetNextOccurrence(local, s_end);
        return own < s_end ? Verdict.Of(LocalTimes.Instant(asked.Zone, after, own), answer)
            : answer is null || LocalTimes.Of(asked.Zone, answer.Value) >= s_end ? Verdict.Agrees
            : Verdict.Differs("nothing up to 2150");
    }

    /// <summary>The expression as NCrontab writes it; null where it can't say the same.</summary>
    internal static string? Expression(CronSpec spec)
    {
        // Of several seconds it goes on with the next even when the minute is another one by then ("* 35 * * * *" after 27:06 gives 35:07).
        if (spec.Second is not (null or { Parts: [{ Form: PartForm.Value }] }))
        {
            return null;
        }

        // It knows neither L, nor W, nor #.
        if (spec.DayOfMonth is not PlainDays day || spec.DayOfWeek is not PlainDays weekday || !spec.Parts.All(IsTheSame) || !weekday.Parts.All(IsTheSameOfWeek))
        {
            return null;
        }

        IEnumerable<IReadOnlyList<CronPart>> fields = [.. spec.Second is null ? Array.Empty<IReadOnlyList<CronPart>>() : [spec.Second.Parts], spec.Minute.Parts, spec.Hour.Parts, day.Parts, spec.Month.Parts];
        return string.Join(' ', fields.Append([.. weekday.Parts.Select(part => part with { From = part.From % 7 })]).Select(parts => string.Join(',', parts.Select(Write))));
    }

    // It turns the ends of a reversed range round instead of wrapping.
    private static bool IsTheSame(CronPart part) => !part.IsReversed;

    // It has no 7: nothing may end there.
    private static bool IsTheSameOfWeek(CronPart part) => part.Form switch
    {
        PartForm.Range => part.From < 7 && part.To < 7,
        PartForm.Open => false,
        _ => true,
    };

    private static string Write(CronPart part)
    {
        string head = part.Form switch
        {
            PartForm.Star => "*",
            PartForm.Range => string.Create(CultureInfo.InvariantCulture, $"{part.From}-{part.To}"),
            _ => part.From.ToString(CultureInfo.InvariantCulture),
        };
        return part.HasStep ? string.Create(CultureInfo.InvariantCulture, $"{head}/{part.Step}") : head;
    }
}
