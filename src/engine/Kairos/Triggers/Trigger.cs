using Kairos.Time;

namespace Kairos.Triggers;

/// <summary>The rule that yields the due instants of a job. Data: it is stored, compared, printed and asked.</summary>
/// <remarks>All arithmetic is exact to the microsecond. Instants are on the store's clock.</remarks>
/// <threadsafety>Immutable.</threadsafety>
public abstract record Trigger
{
    private protected Trigger()
    {
    }

    /// <summary>Due once, at the given instant; in the past means at once.</summary>
    public static Trigger At(DateTimeOffset instant) => new AtTrigger(Instant.From(instant));

    /// <summary>Due at anchor + k x period, without drift; the anchor itself is the first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The period is shorter than a second: what is recorded each time is not planned more often.</exception>
    public static Trigger Every(TimeSpan period, DateTimeOffset anchor) => new EveryTrigger(period, Instant.From(anchor));

    /// <summary>Due at local times of the day, on all or the given weekdays, in an IANA zone.</summary>
    /// <exception cref="ArgumentException">No time was given, or the zone is unknown here.</exception>
    public static Trigger Daily(string zone, params ReadOnlySpan<TimeOnly> times) =>
        new DailyTrigger(zone, [.. times], Weekdays.All);

    /// <summary>The first due instant strictly after <paramref name="after"/>; null when there is none.</summary>
    public abstract Instant? Next(Instant after);

    /// <summary>The due instant of a job submitted at <paramref name="now"/>: an instant gone by counts as due at once, a repeating rule begins with what comes.</summary>
    internal virtual Instant? First(Instant now) => Next(new Instant(now.Micros - 1));

    /// <summary>Goes over the due instants from <paramref name="first"/> to <paramref name="until"/>, both included: how many, the last, and what follows.</summary>
    internal virtual (long Count, Instant Last, Instant? Following) Pass(Instant first, Instant until)
    {
        long count = 0;
        Instant last = first;
        Instant? due = first;
        while (due is { } passed && passed <= until)
        {
            (last, count) = (passed, count + 1);
            due = Next(passed);
        }

        return (count, last, due);
    }
}
