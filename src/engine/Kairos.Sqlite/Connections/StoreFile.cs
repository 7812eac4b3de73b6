using Kairos.Stores;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Kairos.Sqlite.Connections;

/// <summary>The database file of a store: its place, its lock, and how connections to it are opened.</summary>
internal sealed class StoreFile : IDisposable
{
    private readonly string? _temporaryFolder;
    private readonly OwnerLock _lock;

    private StoreFile(string path, string? temporaryFolder)
    {
        Path = path;
        _temporaryFolder = temporaryFolder;
        _lock = OwnerLock.Take(path);
    }

    /// <summary>The whole path, links resolved: two names of one file must meet at one lock.</summary>
    public string Path { get; }

    /// <summary>Takes the file into possession; makes it when it is not there.</summary>
    public static StoreFile Own(SqliteStoreOptions options)
    {
        if (options.Temporary)
        {
            string folder = Directory.CreateTempSubdirectory("kairos-").FullName;
            return new StoreFile(System.IO.Path.Combine(folder, "kairos.db"), folder);
        }

        string path = System.IO.Path.GetFullPath(options.Path);
        try
        {
            _ = Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            if (Directory.Exists(path))
            {
                throw new IOException("It is a folder.");
            }

            path = new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreachable(path, e);
        }

        return new StoreFile(path, null);
    }

    /// <summary>Opens or makes a file that its user alone may read: jobs carry what is nobody else's business.</summary>
    public static FileStream Create(string path, FileShare share)
    {
        FileStreamOptions how = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, how);
    }

    /// <summary>The one connection that writes.</summary>
    public SqliteConnection OpenWriter()
    {
        try
        {
            if (!File.Exists(Path))
            {
                // Made here and not by SQLite for its mode, which the log and the shared memory inherit.
                Create(Path, FileShare.ReadWrite).Dispose();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreachable(Path, e);
        }

        SqliteConnection connection = Open(SqliteOpenMode.ReadWrite);
        if (Run(connection, "pragma journal_mode = wal") is not "wal")
        {
            connection.Dispose();
            throw new StoreUnavailableException($"'{Path}' can't keep a write-ahead log: put it on a local disk, not on a network share.");
        }

        // FULL: what is acknowledged survives the loss of power. The checkpoint is taken out of the commit, see
        // Checkpointer. 32 MiB of cache hold a bulk submit's index pages, which would otherwise be written early and
        // often. Deleted content is overwritten where that costs no extra write.
        _ = Run(connection, $"""
            pragma synchronous = {(_temporaryFolder is null ? "full" : "off")};
            pragma fullfsync = on;
            pragma wal_autocheckpoint = 0;
            pragma foreign_keys = off;
            pragma cache_size = -32768;
            pragma temp_store = memory;
            pragma secure_delete = fast;
            """);
        return connection;
    }

    /// <summary>A connection that only reads.</summary>
    public SqliteConnection OpenReader() => Open(SqliteOpenMode.ReadOnly);

    public void Dispose()
    {
        _lock.Dispose();
        if (_temporaryFolder is not null)
        {
            Directory.Delete(_temporaryFolder, recursive: true);
        }
    }

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            Mode = mode,
            Pooling = false,
        }.ToString());
        try
        {
            connection.Open();
            // Nobody else writes; a database shell may, and is waited for this long before the caller is told.
            _ = raw.sqlite3_busy_timeout(connection.Handle, 5_000);
            _ = raw.sqlite3_extended_result_codes(connection.Handle, 1);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static StoreUnavailableException Unreachable(string path, Exception e) => new(
        $"'{path}' can't be made or reached: check that it is a file in a folder that exists or can be made, and belongs to this user. ({e.Message})", e);

    private static object? Run(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
