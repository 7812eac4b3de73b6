using System.Globalization;
using System.Text.RegularExpressions;

namespace Kairos.Server.Pages;

/// <summary>Values as people read them on a page, the same on every machine.</summary>
internal static partial class Shown
{
    internal static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Two units at most: 350 ms, 12.3 s, 4 min 10 s, 3 h 5 min, 2 d 4 h.</summary>
    internal static string Span(TimeSpan span) => span switch
    {
        { TotalMilliseconds: 0 } => "0 s",
        { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, span.TotalMilliseconds):0} ms"),
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Minutes} min {span.Seconds} s"),
        { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Hours} h {span.Minutes} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)span.TotalDays:N0} d {span.Hours} h"),
    };

    /// <summary>A local time of a zone, to the second.</summary>
    internal static string Time(DateTimeOffset instant, TimeZoneInfo zone) => Format(instant, zone, "yyyy-MM-dd HH:mm:ss");

    /// <summary>The hour of a local time; with the day of the week where a day begins.</summary>
    internal static string Hour(DateTimeOffset instant, TimeZoneInfo zone, bool withDay) => Format(instant, zone, withDay ? "ddd HH:mm" : "HH:mm");

    /// <summary>The day of a local time, to tell two apart.</summary>
    internal static DateOnly Day(DateTimeOffset instant, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);

    /// <summary>UTC, for programs that read the page.</summary>
    internal static string Utc(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>outsideSlots as outside slots.</summary>
    internal static string State(string word) => Hump().Replace(word, static hump => $" {hump.Value.ToLowerInvariant()}");

    /// <summary>A number within an attribute of a drawing.</summary>
    internal static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Format(DateTimeOffset instant, TimeZoneInfo zone, string format) =>
        TimeZoneInfo.ConvertTime(instant, zone).ToString(format, CultureInfo.InvariantCulture);

    [GeneratedRegex("(?<!^)[A-Z]", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Hump();
}
