using System.Globalization;
using System.Text.RegularExpressions;

namespace Kairos.Time;

/// <summary>A point on a UTC time line in whole microseconds since 1970-01-01T00:00:00Z.</summary>
/// <remarks>
/// What the engine computes with and stores keep: .NET ticks are 100 ns, PostgreSQL keeps microseconds, so the
/// truncation happens once, here, towards the past. Which clock an instant belongs to is said where it is used;
/// without a word it is the store's.
/// </remarks>
/// <threadsafety>Immutable.</threadsafety>
public readonly partial record struct Instant(long Micros) : IComparable<Instant>
{
    /// <summary>9999-12-31T23:59:59.999999Z, the last instant that every store can keep.</summary>
    public static readonly Instant Max = From(DateTimeOffset.MaxValue);

    /// <summary>0001-01-01T00:00:00Z.</summary>
    public static readonly Instant Min = From(DateTimeOffset.MinValue);

    /// <summary>Truncates to the whole microsecond at or before <paramref name="value"/>.</summary>
    public static Instant From(DateTimeOffset value) => new(
        (value.UtcTicks - DateTime.UnixEpoch.Ticks >= 0
            ? value.UtcTicks - DateTime.UnixEpoch.Ticks
            : value.UtcTicks - DateTime.UnixEpoch.Ticks - (TimeSpan.TicksPerMicrosecond - 1)) / TimeSpan.TicksPerMicrosecond);

    /// <summary>The same point as a <see cref="DateTimeOffset"/> with offset zero.</summary>
    public DateTimeOffset ToDateTimeOffset() => new(DateTime.UnixEpoch.Ticks + (Micros * TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    /// <summary>Reads an ISO 8601 instant with a zone designator, for example <c>2026-11-20T20:10:00Z</c> or <c>2026-11-20T20:10+08:00</c>.</summary>
    public static bool TryParse(string? text, out Instant instant)
    {
        instant = default;

        // Without a zone designator the text names a local time, without a date a time of today: refused rather than guessed.
        if (text is null || !Iso8601().IsMatch(text))
        {
            return false;
        }

        // Beyond 100 ns the platform rounds, and a rounded instant may be a later one: cut off here.
        string cut = BeyondTicks().Replace(text, "");
        bool read = DateTimeOffset.TryParse(cut, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset value);
        instant = read ? From(value) : default;
        return read;
    }

    /// <inheritdoc />
    public int CompareTo(Instant other) => Micros.CompareTo(other.Micros);

    /// <summary>ISO 8601 with six decimals and <c>Z</c>.</summary>
    public override string ToString() => ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The instant <paramref name="span"/> later, truncated to the microsecond.</summary>
    public static Instant operator +(Instant left, TimeSpan span) => new(left.Micros + ToMicros(span));

    /// <summary>The instant <paramref name="span"/> earlier.</summary>
    public static Instant operator -(Instant left, TimeSpan span) => new(left.Micros - ToMicros(span));

    /// <summary>The time from <paramref name="right"/> to <paramref name="left"/>.</summary>
    public static TimeSpan operator -(Instant left, Instant right) => TimeSpan.FromMicroseconds(left.Micros - right.Micros);

    /// <summary>Earlier than.</summary>
    public static bool operator <(Instant left, Instant right) => left.Micros < right.Micros;

    /// <summary>Later than.</summary>
    public static bool operator >(Instant left, Instant right) => left.Micros > right.Micros;

    /// <summary>Earlier than or equal to.</summary>
    public static bool operator <=(Instant left, Instant right) => left.Micros <= right.Micros;

    /// <summary>Later than or equal to.</summary>
    public static bool operator >=(Instant left, Instant right) => left.Micros >= right.Micros;

    /// <summary>Same as the operator.</summary>
    public Instant Add(TimeSpan span) => this + span;

    /// <summary>Same as the operator.</summary>
    public TimeSpan Subtract(Instant other) => this - other;

    /// <summary>The later of the two.</summary>
    public static Instant Later(Instant left, Instant right) => left > right ? left : right;

    /// <summary>The earlier of two.</summary>
    internal static Instant Earlier(Instant left, Instant right) => left < right ? left : right;

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Iso8601();

    [GeneratedRegex(@"(?<=\.\d{7})\d+", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex BeyondTicks();

    private static long ToMicros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}
