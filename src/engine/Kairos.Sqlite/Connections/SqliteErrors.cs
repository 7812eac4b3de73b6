using Kairos.Stores;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Kairos.Sqlite.Connections;

/// <summary>Tells apart what SQLite's errors ask of us: room, a repair, or another request.</summary>
internal static class SqliteErrors
{
    // Neither write can have left a whole commit behind: the commit record is the last thing that a transaction writes.
    private const int WriteFailed = raw.SQLITE_IOERR | (3 << 8);

    /// <exception cref="SqliteException">The code is an error.</exception>
    public static void Check(sqlite3 database, int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw Of(database, code);
        }
    }

    public static SqliteException Of(sqlite3 database, int code) =>
        new(raw.sqlite3_errmsg(database).utf8_to_string(), code & 0xFF, raw.sqlite3_extended_errcode(database));

    /// <summary>The store could not do it now; the same request may succeed later.</summary>
    public static bool IsUnavailable(Exception e) => e is SqliteException
    {
        SqliteErrorCode: raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_READONLY
            or raw.SQLITE_CANTOPEN or raw.SQLITE_NOMEM or raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_PROTOCOL,
    };

    /// <summary>The request can't be stored as it is, now or later.</summary>
    public static bool IsContent(Exception e) => e is ArgumentException or SqliteException
    {
        SqliteErrorCode: raw.SQLITE_CONSTRAINT or raw.SQLITE_TOOBIG or raw.SQLITE_MISMATCH,
    };

    /// <summary>What the caller is told, with the remedy.</summary>
    /// <param name="e">The failure.</param>
    /// <param name="path">The database.</param>
    /// <param name="committing">It came from COMMIT itself.</param>
    public static StoreUnavailableException Unavailable(SqliteException e, string path, bool committing)
    {
        bool nothingWritten = !committing || e.SqliteErrorCode == raw.SQLITE_FULL || e.SqliteExtendedErrorCode == WriteFailed;
        string effect = nothingWritten
            ? "Nothing was written."
            : "It can't be told whether this was written: read it back before doing it again.";
        return new($"{Remedy(e, path)} {effect} (SQLite {e.SqliteErrorCode}/{e.SqliteExtendedErrorCode}: {e.Message})", e);
    }

    private static string Remedy(SqliteException e, string path) => e.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => $"The disk of '{path}' is full: free some room there. The store goes on by itself.",
        raw.SQLITE_IOERR => $"Reading or writing '{path}' failed: check its disk, quota and the file size limit (ulimit -f). The store goes on by itself.",
        raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN => $"'{path}' can't be opened for writing: check that it and its folder belong to this user and are on a writable disk.",
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => $"'{path}' is damaged or no database: stop, keep a copy, and restore a backup.",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_PROTOCOL => $"Another program has locked '{path}' (a database shell?): close it.",
        _ => $"SQLite ran out of memory over '{path}': give the process more.",
    };
}
