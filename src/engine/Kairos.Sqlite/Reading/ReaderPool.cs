using System.Collections.Concurrent;
using Kairos.Sqlite.Connections;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Kairos.Sqlite.Reading;

/// <summary>A few reading connections. They read the last commit and neither wait for the writer nor hold it up.</summary>
/// <threadsafety>All members may be called at once from any thread.</threadsafety>
internal sealed class ReaderPool(StoreFile file, int size) : IAsyncDisposable
{
    private readonly SemaphoreSlim _free = new(size, size);
    private readonly ConcurrentBag<Reader> _idle = [];
    private bool _closed;

    public async ValueTask<T> ReadAsync<T>(Func<Reader, T> read, CancellationToken ct)
    {
        await _free.WaitAsync(ct);
        try
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(SqliteStore));
            // SQLite knows no asynchronous I/O: some pool thread has to wait for the disk. A caller on one may as well do
            // it itself; any other (a timer, a screen) must not be held up.
            return Thread.CurrentThread.IsThreadPoolThread ? Read(read) : await Task.Run(() => Read(read), CancellationToken.None);
        }
        finally
        {
            _ = _free.Release();
        }
    }

    /// <summary>Waits for those that read, and closes all.</summary>
    public async ValueTask DisposeAsync()
    {
        for (int i = 0; i < size; i++)
        {
            await _free.WaitAsync();
        }

        _closed = true;
        foreach (Reader reader in _idle)
        {
            reader.Dispose();
        }

        _ = _free.Release(size);
    }

    private T Read<T>(Func<Reader, T> read)
    {
        Reader reader = _idle.TryTake(out Reader? idle) ? idle : Open();
        try
        {
            T result = reader.Read(read);
            _idle.Add(reader);
            return result;
        }
        catch (SqliteException e) when (SqliteErrors.IsUnavailable(e) && e.SqliteErrorCode != raw.SQLITE_READONLY)
        {
            // What has failed is not used again: another is opened when needed.
            reader.Dispose();
            throw SqliteErrors.Unavailable(e, file.Path, committing: false);
        }
        catch
        {
            // The caller's own doing, a write on a reading connection among it.
            _idle.Add(reader);
            throw;
        }
    }

    private Reader Open()
    {
        try
        {
            return new Reader(file.OpenReader());
        }
        catch (SqliteException e) when (SqliteErrors.IsUnavailable(e))
        {
            throw SqliteErrors.Unavailable(e, file.Path, committing: false);
        }
    }
}
