using System.Globalization;

namespace Kairos.Triggers.Words;

/// <summary>Chinese for lists, days, months and spans of time.</summary>
internal static class ChineseLists
{
    private const int DaysOfWeek = 7;
    private const int MonthsOfYear = 12;
    private const string NamesOfDays = "日一二三四五六";
    private static readonly SeriesWords s_words = new(And, To, static (first, last) => $"{And(first)}……{last}");

    internal static string And(IReadOnlyList<string> items) => string.Join('、', items);

    internal static string Or(IReadOnlyList<string> items) => items.Count == 1 ? items[0] : Join(Join(And([.. items.SkipLast(1)]), "或"), items[^1]);

    internal static string To(string from, string to) => Join(Join(from, "至"), to);

    internal static string Numbers(IReadOnlyList<int> values) => Series.Say(values, 0, static value => value.ToString(CultureInfo.InvariantCulture), s_words);

    /// <summary>周一至周五.</summary>
    internal static string Days(IReadOnlyList<int> values) => Series.Say(values, DaysOfWeek, static day => $"周{NamesOfDays[day % DaysOfWeek]}", s_words);

    internal static string Days(Weekdays days) => Days(DayNumbers.Of(days));

    /// <summary>1、4 月; 11 月至次年 2 月.</summary>
    internal static string Months(IReadOnlyList<int> values) => Series.Runs(values, MonthsOfYear) is [[var first, _, .., var last]] && first > last
        ? $"{first} 月至次年 {last} 月"
        : $"{Numbers(values)} 月";

    internal static string Span(TimeSpan span)
    {
        SpanPart[] parts = SpanPart.Of(span);
        return string.Join(' ', parts.Select(part => $"{part.Number} {(part.Unit == SpanUnit.Minute && parts.Length > 1 ? "分" : Unit(part.Unit))}"));
    }

    /// <summary>With the unit once, where it is the same.</summary>
    internal static string Spans(IReadOnlyList<TimeSpan> spans, Func<IReadOnlyList<string>, string> join) => spans.Count == 1 ? Span(spans[0])
        : SpanPart.Numbers(spans, out SpanUnit unit) is { } numbers ? $"{join(numbers)} {Unit(unit)}"
        : join([.. spans.Select(Span)]);

    internal static string Unit(SpanUnit unit) => unit switch
    {
        SpanUnit.Microsecond => "微秒",
        SpanUnit.Millisecond => "毫秒",
        SpanUnit.Second => "秒",
        SpanUnit.Minute => "分钟",
        SpanUnit.Hour => "小时",
        _ => "天",
    };

    /// <summary>Puts the blank between that stands where Chinese meets digits or letters.</summary>
    internal static string Join(string first, string second) => first.Length == 0 || second.Length == 0 ? first + second
        : (IsHan(first[^1]) && char.IsAsciiLetterOrDigit(second[0])) || (char.IsAsciiLetterOrDigit(first[^1]) && IsHan(second[0])) ? $"{first} {second}"
        : first + second;

    private static bool IsHan(char c) => c is >= '\u4e00' and <= '\u9fff';
}
