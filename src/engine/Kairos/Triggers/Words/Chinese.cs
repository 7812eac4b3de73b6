using Kairos.Triggers.Conditions;

namespace Kairos.Triggers.Words;

/// <summary>The sentence in Chinese.</summary>
internal sealed class Chinese : Wording
{
    private const int MostInstants = 6;

    private protected override string Comma => "，";

    private protected override string Semicolon => "；";

    private protected override string Drawn => "随机值在提交时选定，此后不变";

    private protected override string Once(string instant) => $"{instant} 执行一次";

    private protected override string Every(TimeSpan period, string? anchor)
    {
        // A day of local time may have 23 hours or 25: this one never has.
        string beat = SpanPart.Of(period) is [{ Number: "1" } one] ? one.Unit == SpanUnit.Day ? " 24 小时" : ChineseLists.Unit(one.Unit) : $" {ChineseLists.Span(period)}";
        return $"每{beat}一次，自{(anchor is null ? "提交时" : $" {anchor} ")}起算";
    }

    private protected override string Daily(IReadOnlyList<string> times, Weekdays days) =>
        $"每{(days == Weekdays.All ? "天" : ChineseLists.Days(days))} {ChineseLists.And(times)}";

    private protected override string Cron(CronReading cron) => ChineseCron.Say(cron);

    private protected override string Grid(IReadOnlyList<OpenDays> on) => $"每周开关表变化时：{ChineseLists.Join(ChineseDays.Open(on, allDay: "全天"), "为开")}，其余为关";

    private protected override string ConstantGrid(bool on) => $"永不触发：每周开关表始终为{(on ? "开" : "关")}";

    private protected override string Poll(IReadOnlyList<TimeSpan> delays, bool isRange) =>
        $"每次运行结束后 {ChineseLists.Spans(delays, isRange ? static ends => ChineseLists.To(ends[0], ends[1]) : ChineseLists.Or)}";

    private protected override string Window(IReadOnlyList<OpenDays> open) => ChineseLists.Join("仅限", ChineseDays.Open(open, allDay: open.Count > 1 ? "全天" : ""));

    private protected override string? Calendar(CalendarDates calendar) => ChineseDays.Calendar(calendar);

    private protected override string Zone(string zone) => zone == "UTC" ? "（UTC）" : $"（{zone} 时间）";

    private protected override string Jitter(TimeSpan jitter, bool isOnce) => $"{(isOnce ? "" : "每次")}随机推迟最多 {ChineseLists.Span(jitter)}";

    private protected override string Between(string? start, string? end) => end is null ? $"自 {start} 起"
        : start is null ? $"仅在 {end} 之前"
        : $"自 {start} 起至 {end} 之前";

    private protected override string Runs(int most) => $"最多 {most} 次";

    private protected override string Lifetime(TimeSpan lifetime, string? since, int? most) =>
        $"{(since is null ? "" : $"自 {since} 起 ")}{ChineseLists.Span(lifetime)}内{(most is { } runs ? Runs(runs) : "有效")}";

    private protected override string? Quiet(QuietRule quiet, InstantWords instants)
    {
        string[] fixedOnes = quiet.Instants.Length > MostInstants
            ? [$"{instants.Write(quiet.Instants[0])} 至 {instants.Write(quiet.Instants[^1])} 间的 {quiet.Instants.Length} 个时刻"]
            : [.. quiet.Instants.Select(instants.Write)];
        string[] kinds = [.. quiet.Kinds.Select(static kind => KindWords.Write(kind))];
        string close = $"相隔不超过 {ChineseLists.Span(quiet.Merge)}";
        if (quiet.Before == TimeSpan.Zero && quiet.After == TimeSpan.Zero)
        {
            return quiet.Merge == TimeSpan.Zero ? null : $"{ChineseLists.Join(ChineseLists.Or([.. kinds, .. fixedOnes]), "之中")}，{close}的两次之间不执行";
        }

        string what = ChineseLists.Join(kinds.Length > 0 ? "任何" : "", ChineseLists.Or([.. kinds, .. fixedOnes]));
        string around = quiet.Before == TimeSpan.Zero ? $"后 {ChineseLists.Span(quiet.After)}"
            : quiet.After == TimeSpan.Zero ? $"前 {ChineseLists.Span(quiet.Before)}"
            : $"前 {ChineseLists.Span(quiet.Before)}至后 {ChineseLists.Span(quiet.After)}";
        return $"{ChineseLists.Join(what, around)}内不执行{(quiet.Merge > TimeSpan.Zero ? $"，{close}的视为同一次" : "")}";
    }

    private protected override string? Missed(Misfire misfire) => misfire.Policy switch
    {
        MisfirePolicy.Run => "错过的逐次补跑",
        MisfirePolicy.Skip => "错过的跳过",
        MisfirePolicy.RunIfYounger => $"错过不到 {ChineseLists.Span(misfire.Age)}的补跑，否则跳过",
        _ => null,
    };

    private protected override string Finish(string sentence) => $"{sentence}。";
}
