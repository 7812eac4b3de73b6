using System.Threading.Channels;
using Kairos.Sqlite.Connections;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Kairos.Sqlite.Writing;

/// <summary>The one thread that writes. Whatever waits when it turns to the queue is written and committed together.</summary>
/// <remarks>
/// A commit costs a sync of the disk however much is in it, and SQLite has one writer anyway: so requests are grouped,
/// and each is answered after the commit that it was in.
/// </remarks>
internal sealed class Writer : IAsyncDisposable
{
    // A queue longer than a group would only add waiting: who comes later waits outside, where it can still give up.
    private const int MostRequests = 1024;

    // Null asks for nothing and wakes the thread.
    private readonly Channel<WriteRequest?> _queue = Channel.CreateBounded<WriteRequest?>(new BoundedChannelOptions(MostRequests)
    {
        SingleReader = true,
        // Only this class's own continuations hang on the queue, and waking the thread through the pool costs a hop.
        AllowSynchronousContinuations = true,
    });

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<WriteRequest> _group = new(MostRequests);
    private readonly WriterSession _session;
    private readonly Checkpointer _checkpointer;
    private readonly ILogger _logger;
    private readonly string _path;
    private bool _unavailable;
    private long _changes;

    public Writer(WriterSession session, string path, SqliteStoreOptions options, ILogger logger, TimeProvider time)
    {
        _session = session;
        _path = path;
        _logger = logger;
        // A full queue keeps the thread awake by itself.
        _checkpointer = new Checkpointer(options, logger, time, () => _queue.Writer.TryWrite(null));
        new Thread(Loop) { Name = "kairos-sqlite-writer", IsBackground = true }.Start();
    }

    /// <summary>Has it written and committed, together with whatever else is waiting.</summary>
    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    public ValueTask<T> WriteAsync<T>(WriteRequest<T> request, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        request.GiveUpOn(ct);
        return _queue.Writer.TryWrite(request) ? new ValueTask<T>(request.Done) : WaitAndWriteAsync(request, ct);
    }

    /// <summary>Ends the thread when all that was asked for is written, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _ = _queue.Writer.TryComplete();
        await _ended.Task;
    }

    private async ValueTask<T> WaitAndWriteAsync<T>(WriteRequest<T> request, CancellationToken ct)
    {
        try
        {
            await _queue.Writer.WriteAsync(request, ct);
        }
        catch (ChannelClosedException e)
        {
            _ = request.TryBegin(); // nobody else will: ends the wait for the caller's giving up
            throw new ObjectDisposedException("The store is closed.", e);
        }

        return await request.Done;
    }

    private void Loop()
    {
        while (WaitForRequests())
        {
            while (_group.Count < MostRequests && _queue.Reader.TryRead(out WriteRequest? request))
            {
                if (request?.TryBegin() == true)
                {
                    _group.Add(request);
                }
            }

            if (_group.Count > 0)
            {
                WriteGroup();
                _group.Clear();
            }

            _checkpointer.AfterGroup(_session);
        }

        _checkpointer.Finish(_session);
        _checkpointer.Dispose();
        _session.Dispose();
        _ended.SetResult();
    }

    private bool WaitForRequests()
    {
        ValueTask<bool> more = _queue.Reader.WaitToReadAsync();
        return more.IsCompletedSuccessfully ? more.Result : more.AsTask().GetAwaiter().GetResult();
    }

    private void WriteGroup()
    {
        if (TryWrite(_group, alone: false, out Exception? culprit))
        {
            return;
        }

        Log.GroupSplit(_logger, _group.Count, culprit!);
        List<WriteRequest> one = [_group[0]];
        foreach (WriteRequest request in _group)
        {
            one[0] = request;
            if (!TryWrite(one, alone: true, out Exception? failure))
            {
                request.Fail(failure!);
            }
        }
    }

    /// <summary>Runs and commits the requests, and answers them; false when one of them can't be stored as it is.</summary>
    private bool TryWrite(List<WriteRequest> requests, bool alone, out Exception? culprit)
    {
        culprit = null;
        bool committing = false;
        try
        {
            _session.Begin(alone);
            foreach (WriteRequest request in requests)
            {
                request.Run(_session);
            }

            committing = true;
            _session.Commit();
        }
        catch (SqliteException e) when (SqliteErrors.IsUnavailable(e))
        {
            Fail(requests, e, committing);
            return true;
        }
        catch (Exception e)
        {
            culprit = e;
            Rollback();
            return false;
        }

        NoteSuccess();
        requests.ForEach(request => request.Answer());
        return true;
    }

    private void Fail(List<WriteRequest> requests, SqliteException e, bool committing)
    {
        Rollback();
        _changes = _session.ChangedRows; // counts what was undone too
        if (!_unavailable)
        {
            _unavailable = true;
            Log.Unavailable(_logger, SqliteErrors.Unavailable(e, _path, committing).Message);
        }

        // One exception each: they are thrown on as many threads.
        requests.ForEach(request => request.Fail(SqliteErrors.Unavailable(e, _path, committing)));
    }

    private void Rollback()
    {
        try
        {
            _session.Rollback();
        }
        catch (SqliteException e)
        {
            // The next group begins by trying again, and is told when that fails.
            Log.Unavailable(_logger, e.Message);
        }
    }

    private void NoteSuccess()
    {
        long changes = _session.ChangedRows;
        // A group that changed nothing (an arm that found nothing) has not touched the disk and says nothing about it.
        if (_unavailable && changes != _changes)
        {
            _unavailable = false;
            Log.Available(_logger);
        }

        _changes = changes;
    }
}
