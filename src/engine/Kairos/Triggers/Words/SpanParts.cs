using System.Globalization;

namespace Kairos.Triggers.Words;

/// <summary>What spans of time are told in.</summary>
internal enum SpanUnit
{
    Microsecond,
    Millisecond,
    Second,
    Minute,
    Hour,
    Day,
}

/// <summary>A number and its unit: 90 seconds.</summary>
/// <param name="Number">Digits, perhaps with a point.</param>
/// <param name="Unit">What is counted.</param>
internal readonly record struct SpanPart(string Number, SpanUnit Unit)
{
    // Up to here people count on in seconds: 90 seconds, 150 seconds.
    private static readonly TimeSpan s_mostInSeconds = TimeSpan.FromMinutes(3);

    /// <summary>A span in as few parts as are natural; nothing is rounded.</summary>
    /// <param name="span">Whole microseconds, zero or longer.</param>
    internal static SpanPart[] Of(TimeSpan span)
    {
        if (span > TimeSpan.Zero && span < TimeSpan.FromSeconds(1))
        {
            return span.Ticks < TimeSpan.TicksPerMillisecond
                ? [new SpanPart(Digits(span.Ticks, TimeSpan.TicksPerMicrosecond), SpanUnit.Microsecond)]
                : [new SpanPart(Digits(span.Ticks, TimeSpan.TicksPerMillisecond), SpanUnit.Millisecond)];
        }

        if (span == TimeSpan.Zero || (span < s_mostInSeconds && span.Ticks % TimeSpan.TicksPerMinute != 0))
        {
            return [Seconds(span.Ticks)];
        }

        SpanPart[] parts =
        [
            new(Digits(span.Days, 1), SpanUnit.Day), new(Digits(span.Hours, 1), SpanUnit.Hour), new(Digits(span.Minutes, 1), SpanUnit.Minute),
            Seconds(span.Ticks % TimeSpan.TicksPerMinute),
        ];
        return [.. parts.Where(static part => part.Number != "0")];
    }

    /// <summary>The same for several: their numbers where they have one unit in common, which is then said once.</summary>
    /// <param name="spans">At least two.</param>
    /// <param name="unit">The unit they share.</param>
    /// <returns>Null where they share none.</returns>
    internal static string[]? Numbers(IReadOnlyList<TimeSpan> spans, out SpanUnit unit)
    {
        unit = SpanUnit.Second;
        if (spans.All(static span => span <= s_mostInSeconds && span.Ticks % TimeSpan.TicksPerSecond == 0))
        {
            return [.. spans.Select(static span => Seconds(span.Ticks).Number)];
        }

        SpanPart[][] parts = [.. spans.Select(Of)];
        SpanUnit first = unit = parts[0][0].Unit;
        return parts.All(part => part.Length == 1 && part[0].Unit == first) ? [.. parts.Select(static part => part[0].Number)] : null;
    }

    private static SpanPart Seconds(long ticks) => new(Digits(ticks, TimeSpan.TicksPerSecond), SpanUnit.Second);

    private static string Digits(long ticks, long unit) => ((decimal)ticks / unit).ToString("0.######", CultureInfo.InvariantCulture);
}
