using System.Net.Sockets;
using Kairos.Stores;
using Npgsql;

namespace Kairos.PostgreSql.Connections;

/// <summary>Tells apart what PostgreSQL's errors ask of us: time, a repair, or another request.</summary>
internal static class PgErrors
{
    // As Npgsql begins its own.
    private const string NoConnection = "Failed to connect";

    /// <summary>The database can't be had now, or the way to it; the same request may succeed later.</summary>
    public static bool IsUnavailable(Exception e) => e switch
    {
        PostgresException refused => IsUnavailable(refused.SqlState),
        NpgsqlException or TimeoutException or IOException or SocketException => true,
        _ => false,
    };

    /// <summary>It is away, or on its way up: waiting may mend it, and nobody has to do anything here. What asks for a repair is not.</summary>
    public static bool MayComeBack(Exception e) => e switch
    {
        PostgresException refused => MayComeBack(refused.SqlState),
        AggregateException several => several.InnerExceptions.Any(MayComeBack),
        TimeoutException or IOException { InnerException: null } or SocketException => true,
        _ => HasNoPrimary(e) || (e.InnerException is { } cause && MayComeBack(cause)),
    };

    /// <summary>Whether nothing of the statement, or of its transaction, can have been written.</summary>
    /// <param name="e">What came instead of the answer.</param>
    /// <remarks>
    /// An answer of the server undid it; and without a connection nothing was sent. But a session that is ended while its
    /// commit waits for a standby says so in the same words as one that is ended before, and has committed.
    /// </remarks>
    public static bool IsUndone(Exception e) => e is PostgresException refused ? !IsCut(refused) : IsUnconnected(e);

    /// <summary>While a connection is made, what looks as if a statement had no answer: none was sent.</summary>
    public static bool IsCutWhileConnecting(Exception e) => e is not PostgresException && IsUnavailable(e) && !IsUndone(e);

    /// <summary>The same, told apart from a statement that had none.</summary>
    public static NpgsqlException NotConnected(Exception e) => new($"{NoConnection}: {(e.InnerException ?? e).Message}", e);

    /// <summary>What it was that left open whether something was written; null where nothing was.</summary>
    public static Exception? CauseOfDoubt(StoreUnavailableException e) => e.InnerException is { } cause && !IsUndone(cause) ? cause : null;

    /// <summary>Nothing was written because somebody else holds a lock for longer than was waited.</summary>
    public static bool IsLocked(Exception e) => e is StoreUnavailableException { InnerException: PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } };

    /// <summary>Undone by the server for a reason that is gone when it is said again: a deadlock, a day that got its partition.</summary>
    public static bool IsWorthRepeating(Exception e) => e is PostgresException
    {
        SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure,
    } || IsRepartitioned(e);

    /// <summary>
    /// No connection, and nobody has waited for it: the host was away, or no primary, when it was last seen; or an idle
    /// connection had been cut, which is learnt when it is used.
    /// </summary>
    public static bool IsWorthConnectingAgain(Exception e) => IsUnconnected(e) && !IsTimeout(e);

    /// <summary>A connection was cut in the middle of a statement. The idle ones beside it will have been too.</summary>
    public static bool IsCutOff(Exception e) => e is NpgsqlException { InnerException: IOException or SocketException } or PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown };

    /// <summary>The request can't be stored as it is, now or later.</summary>
    public static bool IsContent(Exception e) => !IsRepartitioned(e) && e is (ArgumentException or InvalidCastException or PostgresException
    {
        SqlState: ['2', '2' or '3', ..] or PostgresErrorCodes.ProgramLimitExceeded,
    });

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

    private static bool MayComeBack(string state) => state is not PostgresErrorCodes.DatabaseDropped
        && (state is ['0', '8', ..] or ['5', '3', ..] or ['5', '7', 'P', '0', ..]
            or PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.LockNotAvailable);

    // Several reasons in one: Npgsql went through the hosts, be it one, and had a connection to none.
    private static bool IsUnconnected(Exception e) =>
        e is NpgsqlException && (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.HostUnreachable or SocketError.NetworkUnreachable }
            || e.Message.StartsWith(NoConnection, StringComparison.Ordinal)
            || e.Message.StartsWith("Exception while connecting", StringComparison.Ordinal)
            || e.InnerException is AggregateException
            || e.Message.Contains("connection pool has been exhausted", StringComparison.Ordinal)
            || HasNoPrimary(e));

    private static bool IsTimeout(Exception? e) => e switch
    {
        null => false,
        TimeoutException => true,
        AggregateException several => several.InnerExceptions.Any(IsTimeout),
        _ => IsTimeout(e.InnerException) || e.Message.Contains("connection pool has been exhausted", StringComparison.Ordinal),
    };

    // Hosts that answer and take no writes; and those of which the same, or nothing at all, was heard a moment ago.
    private static bool HasNoPrimary(Exception e) => e is NpgsqlException && e.Message.Contains("No suitable host", StringComparison.Ordinal);

    private static bool IsCut(PostgresException e) => e.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown;

    // On its way into the partition for the rest while the one for its day was made.
    private static bool IsRepartitioned(Exception e) => e is PostgresException { SqlState: PostgresErrorCodes.CheckViolation, TableName: "run_other" };

    private static string Detail(Exception e) => e switch
    {
        PostgresException refused => $"PostgreSQL {refused.SqlState}: {refused.MessageText}",
        { InnerException: AggregateException { InnerExceptions: [var first, ..] } } => first.Message,
        _ => (e.InnerException ?? e).Message,
    };

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
        : HasNoPrimary(e) ? $"{place} has no primary that answers: check that it runs, and where this is a standby, name the primary too. The store goes on by itself."
        : Detail(e).StartsWith("No password", StringComparison.Ordinal) ? $"{place} asks for a password: give one in the connection string, or in a password file."
        : $"{place} can't be reached, or does not answer: check that it runs, and the way to it. The store goes on by itself.";
}
