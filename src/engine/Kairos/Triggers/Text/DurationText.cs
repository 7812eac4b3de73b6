using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Kairos.Triggers.Text;

/// <summary>A span of time as people write it: <c>90s</c>, <c>500ms</c>, <c>1h30m</c>.</summary>
public static partial class DurationText
{
    /// <summary>How it is to be written, for errors.</summary>
    public const string Expected = "write whole numbers with d, h, m, s, ms or us, the larger first, as in 90s, 500ms or 1h30m";

    private const int MostDigits = 9;

    private static readonly (string Unit, TimeSpan Length)[] s_units =
    [
        ("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)), ("m", TimeSpan.FromMinutes(1)),
        ("s", TimeSpan.FromSeconds(1)), ("ms", TimeSpan.FromMilliseconds(1)), ("us", TimeSpan.FromMicroseconds(1)),
    ];

    /// <summary>Reads a span.</summary>
    public static bool TryRead(string text, out TimeSpan span)
    {
        span = TimeSpan.Zero;
        Match parts = Form().Match(text);
        if (!parts.Success)
        {
            return false;
        }

        // With at most nine digits a part, the sum of all stays within what a TimeSpan holds, but for days.
        try
        {
            foreach ((string unit, TimeSpan length) in s_units)
            {
                span += length * Part(unit);
            }

            return true;
        }
        catch (OverflowException)
        {
            return false;
        }

        int Part(string unit) => parts.Groups[unit] is { Success: true, Length: <= MostDigits } group
            ? int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
            : parts.Groups[unit].Success ? throw new OverflowException() : 0;
    }

    /// <summary>Writes a span, down to the microsecond; nothing is rounded above that.</summary>
    /// <param name="span">Zero or longer.</param>
    public static string Write(TimeSpan span)
    {
        StringBuilder text = new();
        foreach ((string unit, TimeSpan length) in s_units)
        {
            long count = span.Ticks / length.Ticks;
            if (count > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"{count}{unit}");
                span -= length * count;
            }
        }

        return text.Length > 0 ? text.ToString() : "0s";
    }

    [GeneratedRegex(@"^(?=[0-9])((?<d>[0-9]+)d)?((?<h>[0-9]+)h)?((?<m>[0-9]+)m)?((?<s>[0-9]+)s)?((?<ms>[0-9]+)ms)?((?<us>[0-9]+)us)?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Form();
}
