namespace Kairos.Triggers.Words;

/// <summary>Chinese for cron expressions: the days first, then the part of the day, then what happens in it.</summary>
internal static class ChineseCron
{
    private const int February = 2;
    private const int LeapDay = 29;
    private const string Workday = "工作日（周一至周五";
    private const string NotInEach = "（没有该日的月份除外）";

    internal static string Say(CronReading cron)
    {
        CronTimes times = CronTimes.Of(cron);
        return Times(times, Days(cron, times.IsAllDay)) + (cron.NeverComes ? "，但该日期不存在，不会触发" : "");
    }

    private static string Times(CronTimes times, string days)
    {
        if (!times.Clock.IsEmpty)
        {
            return ChineseLists.Join(days, ChineseLists.And(times.Clock));
        }

        string hours = times.Hours is not { } marked ? "" : marked.IsDrawn ? $"，{Drawn("小时", marked)}" : $"{ChineseLists.Numbers(marked.Values)} 时";
        string place = ChineseLists.Join(days, times.Spans.IsEmpty ? hours : ChineseLists.And([.. times.Spans.Select(static span => $"{span.From} 至 {span.To}")]));
        if (times.Minutes is not { } marks)
        {
            string what = times.Seconds is { } seconds ? ChineseLists.Join("每分钟", Marks("秒", seconds))
                : times is { Beat: SpanUnit.Hour, IsAllDay: true } ? "每小时整点"
                : Beat(times);
            return place.Length == 0 ? what : $"{place}，{what}";
        }

        string minutes = times.Hours is not null ? $"{place}的{Marks("分", marks)}" : $"{(place.Length == 0 ? "" : $"{place}，")}每小时{Marks("分", marks)}";
        return times.Beat is not null ? $"{minutes}内{Beat(times)}"
            : times.Seconds is { } secondMarks ? $"{minutes}的{Marks("秒", secondMarks)}"
            : minutes;
    }

    private static string Beat(CronTimes times) => times.Step == 1 ? $"每{ChineseLists.Unit(times.Beat!.Value)}一次" : $"每 {times.Step} {ChineseLists.Unit(times.Beat!.Value)}一次";

    private static string Marks(string unit, CronValues values) => values.IsDrawn ? Drawn(unit == "分" ? "分钟" : unit, values) : $"第 {ChineseLists.Numbers(values.Values)} {unit}";

    private static string Drawn(string unit, CronValues values) => values.DrawnStep == 0 ? $"随机选定的某一{unit}" : $"自随机选定的某一{unit}起每 {values.DrawnStep} {unit}";

    private static string Days(CronReading cron, bool isAllDay)
    {
        if (!cron.MonthDay.IsAny)
        {
            return OfMonth(cron) + (cron.Weekday.IsAny ? "" : $"（仅当为{Condition(cron.Weekday)}）");
        }

        if (cron.Weekday.IsAny)
        {
            return !cron.Months.IsAll ? $"{Year(cron.Months)}每天" : isAllDay ? "" : "每天";
        }

        CronWeekday weekday = cron.Weekday;
        return weekday.Nth != 0 ? ChineseLists.Join(Months(cron), Which(weekday)) + (weekday.IsRare && cron.Months.IsAll ? NotInEach : "")
            : (cron.Months.IsAll ? "每" : $"{Year(cron.Months)}的每") + (weekday.Days.IsDrawn ? $"周{Drawn("天", weekday.Days)}" : ChineseLists.Days(weekday.Days.Values));
    }

    private static string OfMonth(CronReading cron)
    {
        CronMonthDay day = cron.MonthDay;
        if (cron is { NeverComes: false, MonthDay: { FromLast: null, IsNearest: false, Days.Single: LeapDay }, Months.Single: February })
        {
            return "闰年 2 月 29 日";
        }

        string which = (day.FromLast, day.IsNearest) switch
        {
            (0, true) => $"最后一个{Workday}）",
            (0, false) => "最后一天",
            ({ } fromLast, true) => $"离倒数第 {fromLast + 1} 天最近的{Workday}，不跨月）",
            ({ } fromLast, false) => $"倒数第 {fromLast + 1} 天",
            (null, true) => $"离 {day.Days.Values[0]} 日最近的{Workday}，不跨月）",
            _ => day.Days.IsDrawn ? Drawn("天", day.Days) : $"{ChineseLists.Numbers(day.Days.Values)} 日",
        };
        return ChineseLists.Join(Months(cron), which) + (day.IsRare && cron.Months.IsAll ? NotInEach : "");
    }

    private static string Condition(CronWeekday weekday) => weekday.Days.IsDrawn ? $"每周{Drawn("天", weekday.Days)}"
        : weekday.Nth != 0 ? ChineseLists.Join("当月", Which(weekday))
        : ChineseLists.Days(weekday.Days.Values);

    private static string Which(CronWeekday weekday) => $"{(weekday.Nth < 0 ? "最后一个" : $"第 {weekday.Nth} 个")}{ChineseLists.Days(weekday.Days.Values)}";

    // 每月; 每年 1 月; 每年 6 至 8 月每月.
    private static string Months(CronReading cron) => cron.Months.IsAll ? "每月"
        : cron.Months.Single is not null || cron.Months is { IsDrawn: true, DrawnStep: 0 } ? Year(cron.Months)
        : $"{Year(cron.Months)}每月";

    private static string Year(CronValues months) => months.IsDrawn ? $"每年{Drawn("个月", months)}" : $"每年 {ChineseLists.Months(months.Values)}";
}
