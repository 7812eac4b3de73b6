using System.Globalization;

namespace Kairos.Cli.Output;

/// <summary>Values as people read them.</summary>
internal static class Shown
{
    private const double MicrosPerMillisecond = 1_000;

    /// <summary>UTC, to the millisecond.</summary>
    public static string Instant(DateTimeOffset? instant) =>
        instant?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Milliseconds with the microseconds behind the point.</summary>
    public static string Lateness(long? micros) =>
        micros is { } late ? string.Create(CultureInfo.InvariantCulture, $"{late / MicrosPerMillisecond:+0.000;-0.000;0.000} ms") : "";

    /// <summary>Milliseconds as they come over REST.</summary>
    public static string Duration(double? milliseconds) => milliseconds is { } some ? Duration(TimeSpan.FromMilliseconds(some)) : "";

    public static string Duration(TimeSpan? span) => span switch
    {
        null => "",
        { TotalSeconds: < 10 } brief => string.Create(CultureInfo.InvariantCulture, $"{brief.TotalMilliseconds:0.0} ms"),
        { TotalMinutes: < 10 } some => string.Create(CultureInfo.InvariantCulture, $"{some.TotalSeconds:0.0} s"),
        { } lasting => lasting.ToString("d'd 'hh':'mm':'ss", CultureInfo.InvariantCulture),
    };

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>With thousands apart, for counts that grow before one's eyes.</summary>
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
