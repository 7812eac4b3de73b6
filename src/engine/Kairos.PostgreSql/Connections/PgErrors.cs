using System.Net.Sockets;
using Kairos.Stores;
using Npgsql;

namespace Kairos.PostgreSql.Connections;

/// <summary>Tells apart what PostgreSQL's errors ask of us: time, a repair, or another request.</summary>
internal static class PgErrors
{
    /// <summary>The database can't be had now, or the way to it; the same request may succeed later.</summary>
    public static bool IsUnavailable(Exception e) => e switch
    {
        PostgresException refused => IsUnavailable(refused.SqlState),
        NpgsqlException or TimeoutException or IOException or SocketException => true,
        _ => false,
    };

    /// <summary>Whether nothing of the statement, or of its transaction, can have been written.</summary>
    /// <param name="e">What came instead of the answer.</param>
    /// <remarks>An answer of the server undid it; and without a connection nothing was sent.</remarks>
    public static bool IsUndone(Exception e) => e is PostgresException || IsUnconnected(e);

    /// <summary>Undone by the server for a reason that is gone when it is said again: a deadlock, a restart.</summary>
    public static bool IsWorthRepeating(Exception e) => e is PostgresException
    {
        SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.LockNotAvailable,
    };

    /// <summary>The request can't be stored as it is, now or later.</summary>
    public static bool IsContent(Exception e) => e is ArgumentException or InvalidCastException or PostgresException
    {
        SqlState: ['2', '2' or '3', ..] or PostgresErrorCodes.ProgramLimitExceeded,
    };

    public static bool IsKeyTaken(Exception e) => e is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    /// <summary>What the caller is told, with the remedy.</summary>
    public static StoreUnavailableException Unavailable(Exception e, string place)
    {
        string effect = IsUndone(e) ? "Nothing was written." : "It can't be told whether this was written: read it back before doing it again.";
        return new StoreUnavailableException($"{Remedy(e, place)} {effect} ({Detail(e)})", e);
    }

    /// <summary>One exception each for several callers: they are thrown on as many threads.</summary>
    public static Exception Renewed(Exception e) => e is StoreUnavailableException ? new StoreUnavailableException(e.Message, e.InnerException) : e;

    private static bool IsUnavailable(string state) => state is ['0', '8', ..] or ['5', '3', ..] or ['5', '7', 'P', '0', ..] or ['5', '8', ..]
        or PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.DeadlockDetected
        or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.InvalidPassword
        or PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InvalidCatalogName;

    private static bool IsUnconnected(Exception e) =>
        e is NpgsqlException && (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.HostUnreachable or SocketError.NetworkUnreachable }
            || e.Message.Contains("connection pool has been exhausted", StringComparison.Ordinal)
            || e.Message.Contains("No suitable host", StringComparison.Ordinal));

    private static string Detail(Exception e) => e is PostgresException refused ? $"PostgreSQL {refused.SqlState}: {refused.MessageText}" : (e.InnerException ?? e).Message;

    private static string Remedy(Exception e, string place) => e is PostgresException { SqlState: var state }
        ? state switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => $"{place} refuses this user: check user, password and pg_hba.conf.",
            PostgresErrorCodes.InvalidCatalogName => $"{place} has no such database: create it, or name another.",
            PostgresErrorCodes.DiskFull => $"The disk of {place} is full: free some room there. The store goes on by itself.",
            PostgresErrorCodes.TooManyConnections => $"{place} has no connection left: raise max_connections, or lower MostConnections.",
            PostgresErrorCodes.ReadOnlySqlTransaction => $"{place} is a standby, or read only: name the primary too.",
            _ => $"{place} could not do this now; the store goes on by itself.",
        }
        : $"{place} can't be reached, or does not answer: check that it runs, and the way to it. The store goes on by itself.";
}
