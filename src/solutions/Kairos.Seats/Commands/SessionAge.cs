using System.Globalization;

namespace Kairos.Seats.Commands;

/// <summary>What SERVERID tells about the age of a session: it has the form <c>hash|last|first</c>, in Unix seconds.</summary>
/// <remarks>Both instants are the venue's clock in whole seconds. How long a session lives is the venue's setting, not told here.</remarks>
/// <threadsafety>Immutable.</threadsafety>
public sealed record SessionAge
{
    // Unix seconds of 2001-09-09 and 2286-11-20: ten digits. What lies outside is some other number, not an instant.
    private const long Earliest = 1_000_000_000;
    private const long Latest = 9_999_999_999;

    /// <summary>When the venue first saw the session.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>When the venue had last seen the session at the time of copying, at or after <see cref="FirstSeen"/>.</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>Reads the age, or gives null where SERVERID does not tell it.</summary>
    public static SessionAge? Of(SessionCookies session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var parts = session.ServerId.Split('|');
        return parts.Length == 3 && Seconds(parts[1]) is { } last && Seconds(parts[2]) is { } first && first <= last
            ? new SessionAge { FirstSeen = DateTimeOffset.FromUnixTimeSeconds(first), LastSeen = DateTimeOffset.FromUnixTimeSeconds(last) }
            : null;
    }

    private static long? Seconds(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= Earliest and <= Latest
            ? seconds
            : null;
}
