namespace Kairos.PostgreSql.Connections;

/// <summary>Until when somebody waits, by this machine's monotonic clock: how long a database is silent is no matter of the clock that tests set.</summary>
internal readonly record struct Deadline(long Timestamp)
{
    public static TimeProvider Time => TimeProvider.System;

    /// <summary>What is left; not positive when it is over.</summary>
    public TimeSpan Left => Time.GetElapsedTime(Time.GetTimestamp(), Timestamp);

    public static Deadline In(TimeSpan span) => new(Time.GetTimestamp() + (long)(span.TotalSeconds * Time.TimestampFrequency));

    public static Deadline Last(IEnumerable<Deadline> all) => new(all.Max(static each => each.Timestamp));
}
