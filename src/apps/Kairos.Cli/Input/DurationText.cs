using System.Globalization;
using System.Text.RegularExpressions;

namespace Kairos.Cli.Input;

/// <summary>A span as it is typed: <c>90s</c>, <c>500ms</c>, <c>1h30m</c>.</summary>
internal static partial class DurationText
{
    public const string Expected = "write whole numbers with d, h, m, s or ms, the larger first, as in 90s, 500ms or 1h30m";

    private const int MostDigits = 9;

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
            span = TimeSpan.FromDays(Part("d"))
                + TimeSpan.FromHours(Part("h"))
                + TimeSpan.FromMinutes(Part("m"))
                + TimeSpan.FromSeconds(Part("s"))
                + TimeSpan.FromMilliseconds(Part("ms"));
            return true;
        }
        catch (Exception e) when (e is OverflowException or ArgumentOutOfRangeException)
        {
            return false;
        }

        int Part(string unit) => parts.Groups[unit] is { Success: true, Length: <= MostDigits } group
            ? int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
            : parts.Groups[unit].Success ? throw new OverflowException() : 0;
    }

    [GeneratedRegex(@"^(?=[0-9])((?<d>[0-9]+)d)?((?<h>[0-9]+)h)?((?<m>[0-9]+)m)?((?<s>[0-9]+)s)?((?<ms>[0-9]+)ms)?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Form();
}
