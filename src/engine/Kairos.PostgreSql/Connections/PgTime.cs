using Kairos.Time;

namespace Kairos.PostgreSql.Connections;

/// <summary>Instants as PostgreSQL keeps them: microseconds since 2000, written and read as they are, so that nothing is rounded.</summary>
internal static class PgTime
{
    private const long Epoch = 946_684_800_000_000;

    public static long Raw(Instant instant) => instant.Micros - Epoch;

    public static long? Raw(Instant? instant) => instant is { } given ? Raw(given) : null;

    public static Instant Instant(long raw) => new(raw + Epoch);
}
