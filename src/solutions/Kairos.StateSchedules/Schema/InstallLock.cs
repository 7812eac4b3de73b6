using System.Data.Common;
using System.Globalization;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Schema;

/// <summary>Lets one installation at a time into a PostgreSQL database, from whatever process.</summary>
/// <remarks>
/// It is asked for again and again instead of waited for: who waits for it inside the database holds a snapshot, for which the first
/// one's concurrent index would wait in turn. The lock is the session's, and so is the build: when the process is killed, the lock goes
/// only when the server has let go of the build too. What was set on the session goes with it: a pool may hand the session on as it is.
/// </remarks>
internal sealed class InstallLock : IAsyncDisposable
{
    /// <summary>How long a statement that locks a table waits for it. All of the user's statements that come later wait behind it.</summary>
    internal const int LockSeconds = 3;

    /// <summary>Any number will do that nobody else uses.</summary>
    private const long Key = 0x4B61_6972_6F73_0005;

    internal static readonly string Patience = string.Create(CultureInfo.InvariantCulture,
        $"gives up after {LockSeconds} s behind another transaction rather than hold up those behind it");

    private static readonly TimeSpan s_askAgain = TimeSpan.FromMilliseconds(250);

    private readonly DbConnection _connection;

    private InstallLock(DbConnection connection) => _connection = connection;

    internal static async Task<InstallLock> TakeAsync(DbConnection connection, TimeProvider time, CancellationToken ct)
    {
        // Never given up halfway: a lock that the server granted meanwhile would stay with the session.
        while (!(await connection.ReadAsync("select pg_try_advisory_lock(@key)", [("key", Key)], row => row.GetBoolean(0), CancellationToken.None))[0])
        {
            await Task.Delay(s_askAgain, time, ct);
        }

        return new InstallLock(connection);
    }

    /// <summary>Who holds locks on the tables, for the message of a step that gave up; empty when they have gone meanwhile.</summary>
    internal static async Task<string> HoldersAsync(DbConnection connection, LiveSchema live, CancellationToken ct)
    {
        List<string> holders = await connection.ReadAsync(
            """
            select format('pid %s (%s, %s, since %s)', a.pid, coalesce(nullif(a.application_name, ''), 'unnamed'), a.state, date_trunc('second', a.xact_start))
            from pg_locks l join pg_stat_activity a on a.pid = l.pid
            where l.locktype = 'relation' and l.relation in (to_regclass(@status), to_regclass(@schedule)) and l.granted and a.pid <> pg_backend_pid() and a.xact_start is not null
            order by a.xact_start limit 3
            """, [("status", live.Status!.Sql), ("schedule", (live.Schedule ?? live.Status).Sql)], row => row.GetString(0), ct);
        return holders.Count == 0 ? "" : $" It is held by {string.Join(", ", holders)}.";
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection.State == System.Data.ConnectionState.Open)
        {
            // Whoever has the connection next may not have it reset.
            await _connection.RunAsync("reset lock_timeout; reset statement_timeout", CancellationToken.None);
            _ = await _connection.ReadAsync("select pg_advisory_unlock(@key)", [("key", Key)], row => row.GetBoolean(0), CancellationToken.None);
        }
    }
}
