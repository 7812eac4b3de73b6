using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Kairos.Sqlite.Writing;

/// <summary>Copies the log into the database outside of commits: when it has grown, or when nothing is being written.</summary>
/// <remarks>SQLite would do it inside every thousandth page's commit, which then takes some milliseconds longer.</remarks>
/// <threadsafety>For the writer's thread; only the timer's callback comes from elsewhere.</threadsafety>
internal sealed class Checkpointer : IDisposable
{
    private const int PageBytes = 4096;

    private readonly ILogger _logger;
    private readonly TimeSpan _idle;
    private readonly long _step;
    private readonly ITimer _timer;
    private long _pages;
    private long _bound;
    private long _commits;
    private long _commitsWhenSet;
    private bool _timerSet;
    private volatile bool _rang;

    /// <param name="options">The thresholds.</param>
    /// <param name="logger">Hears of every copy.</param>
    /// <param name="time">Tells when it has been idle.</param>
    /// <param name="wake">Called by the timer: makes the writer call <see cref="AfterGroup"/>.</param>
    public Checkpointer(SqliteStoreOptions options, ILogger logger, TimeProvider time, Action wake)
    {
        _logger = logger;
        _idle = options.CheckpointIdle;
        _step = options.CheckpointBytes / PageBytes;
        _bound = _step;
        _timer = time.CreateTimer(
            _ =>
            {
                _rang = true;
                wake();
            },
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>To be called after each group was answered, and when woken.</summary>
    public void AfterGroup(WriterSession session)
    {
        int written = session.TakePagesWritten();
        if (written > 0)
        {
            _pages += written;
            _commits++;
        }

        bool idle = false;
        if (_rang)
        {
            _rang = false;
            _timerSet = false;
            idle = _commits == _commitsWhenSet;
        }

        if (_pages >= _bound || (idle && _pages > 0))
        {
            Copy(session);
        }

        // Set once for a whole idle span, not anew at each commit: a busy store pays for two timers a second.
        if (_pages > 0 && !_timerSet)
        {
            _timerSet = true;
            _commitsWhenSet = _commits;
            _ = _timer.Change(_idle, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Copies everything and empties the log, before the store is closed.</summary>
    public void Finish(WriterSession session) => Try(session, truncate: true);

    public void Dispose() => _timer.Dispose();

    private void Copy(WriterSession session)
    {
        long left = Try(session, truncate: false);
        // What a long reader holds back is tried again with the next step, not after each commit.
        _pages = left;
        _bound = left + _step;
    }

    private long Try(WriterSession session, bool truncate)
    {
        try
        {
            session.Checkpoint(truncate, out int pages, out int copied);
            Log.Checkpointed(_logger, copied, pages);
            return pages - copied;
        }
        catch (SqliteException e)
        {
            Log.CheckpointFailed(_logger, e.Message);
            return _pages;
        }
    }
}
