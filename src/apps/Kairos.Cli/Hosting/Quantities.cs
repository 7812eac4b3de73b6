using System.Globalization;
using System.Text.RegularExpressions;

namespace Kairos.Cli.Hosting;

/// <summary>Spans and rates as people write them: <c>750ms</c>, <c>-2300ms</c>, <c>15s</c>, <c>20ms±10ms</c>, <c>50/s</c>.</summary>
internal static partial class Quantities
{
    /// <exception cref="CliFailure">Not a span.</exception>
    internal static TimeSpan Span(string option, string text)
    {
        Match match = SpanPattern().Match(text);
        if (!match.Success)
        {
            throw CliFailure.Usage($"'{text}' is not a span of time for {option}", "write it as 750ms, 15s, 2m, or -2300ms (then with =, as in --venue-offset=-2300ms)");
        }

        double number = double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);
        return match.Groups["unit"].Value switch
        {
            "ms" => TimeSpan.FromMilliseconds(number),
            "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            _ => TimeSpan.FromHours(number),
        };
    }

    /// <summary>A span with what it may be off by: <c>20ms±10ms</c>, <c>20ms+-10ms</c>, or a span alone.</summary>
    /// <exception cref="CliFailure">Not such a pair.</exception>
    internal static (TimeSpan Middle, TimeSpan Around) SpanAround(string option, string text)
    {
        string[] parts = text.Replace("+-", "±", StringComparison.Ordinal).Split('±');
        return parts.Length switch
        {
            1 => (Span(option, parts[0]), TimeSpan.Zero),
            2 => (Span(option, parts[0]), Span(option, parts[1])),
            _ => throw CliFailure.Usage($"'{text}' is not a latency for {option}", "write it as 20ms±10ms"),
        };
    }

    /// <summary>A rate per second.</summary>
    /// <exception cref="CliFailure">Not a rate.</exception>
    internal static double Rate(string option, string text) =>
        text.EndsWith("/s", StringComparison.Ordinal)
        && double.TryParse(text[..^2], NumberStyles.Float, CultureInfo.InvariantCulture, out double rate)
        && rate is > 0 and < 1e9
            ? rate
            : throw CliFailure.Usage($"'{text}' is not a rate for {option}", "write it as 50/s");

    [GeneratedRegex(@"^(?<number>[+-]?\d+(\.\d+)?)(?<unit>ms|s|m|h)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex SpanPattern();
}
