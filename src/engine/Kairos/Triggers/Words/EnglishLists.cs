using System.Globalization;

namespace Kairos.Triggers.Words;

/// <summary>English for lists, days, months, ordinals and spans of time.</summary>
internal static class EnglishLists
{
    private const int DaysOfWeek = 7;
    private const int MonthsOfYear = 12;
    private static readonly SeriesWords s_words = new(And, static (from, to) => $"{from} to {to}", static (first, last) => $"{string.Join(", ", first)}, … {last}");
    private static readonly SeriesWords s_choice = s_words with { Join = Or };
    private static readonly string[] s_ordinals = ["", "first", "second", "third", "fourth", "fifth"];

    internal static string And(IReadOnlyList<string> items) => List(items, " and ");

    internal static string Or(IReadOnlyList<string> items) => List(items, " or ");

    /// <summary>Parts that hold an "and" of their own.</summary>
    internal static string Parts(IReadOnlyList<string> items) => List(items, items.Any(static item => item.Contains(" and ", StringComparison.Ordinal)) ? ", and " : " and ");

    internal static string Numbers(IReadOnlyList<int> values) => Series.Say(values, 0, static value => value.ToString(CultureInfo.InvariantCulture), s_words);

    internal static string DaysOfMonth(IReadOnlyList<int> values) => Series.Say(values, 0, Ordinal, s_words);

    internal static string Days(IReadOnlyList<int> values) => Series.Say(values, DaysOfWeek, Day, s_words);

    internal static string AnyOfDays(IReadOnlyList<int> values) => Series.Say(values, DaysOfWeek, Day, s_choice);

    internal static string Days(Weekdays days) => Days(DayNumbers.Of(days));

    internal static string Months(IReadOnlyList<int> values) => Series.Say(values, MonthsOfYear, CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName, s_words);

    /// <summary>1st, 2nd, 11th.</summary>
    internal static string Ordinal(int number) => number.ToString(CultureInfo.InvariantCulture) + (number % 100 is >= 11 and <= 13 ? "th" : (number % 10) switch
    {
        1 => "st",
        2 => "nd",
        3 => "rd",
        _ => "th",
    });

    /// <summary>First to fifth; the last for -1.</summary>
    internal static string Which(int number) => number < 0 ? "last" : s_ordinals[number];

    internal static string Span(TimeSpan span) => string.Join(' ', SpanPart.Of(span).Select(Part));

    /// <summary>With the unit once, where it is the same.</summary>
    internal static string Spans(IReadOnlyList<TimeSpan> spans, Func<IReadOnlyList<string>, string> join) => spans.Count == 1 ? Span(spans[0])
        : SpanPart.Numbers(spans, out SpanUnit unit) is { } numbers ? $"{join(numbers)} {Unit(unit)}s"
        : join([.. spans.Select(Span)]);

    internal static string Unit(SpanUnit unit) => unit switch
    {
        SpanUnit.Microsecond => "microsecond",
        SpanUnit.Millisecond => "millisecond",
        SpanUnit.Second => "second",
        SpanUnit.Minute => "minute",
        SpanUnit.Hour => "hour",
        _ => "day",
    };

    private static string Part(SpanPart part) => $"{part.Number} {Unit(part.Unit)}{(part.Number == "1" ? "" : "s")}";

    private static string Day(int day) => ((DayOfWeek)(day % DaysOfWeek)).ToString();

    private static string List(IReadOnlyList<string> items, string last) => items.Count == 1 ? items[0] : string.Join(", ", items.SkipLast(1)) + last + items[^1];
}
