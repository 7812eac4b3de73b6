using Kairos.Sqlite.Connections;
using Kairos.Sqlite.Verbs;
using Kairos.Stores.Rows;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Kairos.Sqlite.Writing;

/// <summary>The writing connection with everything prepared on it.</summary>
/// <threadsafety>For one thread at a time: whoever opens it, then the writer's.</threadsafety>
internal sealed class WriterSession : IDisposable
{
    private const int PagesWritten = 9; // SQLITE_DBSTATUS_CACHE_WRITE

    private readonly sqlite3 _database;
    private readonly Statements _statements;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly Statement _savepoint;
    private readonly Statement _rollbackTo;
    private readonly Statement _release;

    /// <param name="connection">Migrated; owned by this from now on.</param>
    public WriterSession(SqliteConnection connection)
    {
        Connection = connection;
        _database = connection.Handle!;
        _statements = new Statements(_database);
        _begin = _statements.Inline("begin immediate");
        _commit = _statements.Inline("commit");
        _rollback = _statements.Inline("rollback");
        _savepoint = _statements.Inline("savepoint part");
        _rollbackTo = _statements.Inline("rollback to part");
        _release = _statements.Inline("release part");
        using Statement next = Statement.Named(_database, "session_next");
        _ = next.Step();
        Number = next.Long(0);
        next.Reset();

        RunRecorder runs = new(_statements);
        Submit = new SubmitVerb(_statements);
        Arm = new ArmVerb(_statements, Number);
        Complete = new CompleteVerb(_statements, runs, this);
        JobRows rows = new(_statements, runs);
        Changes = new JobChanges(rows);
        Hold = new HoldVerb(_statements, Changes);
        Ends = new RunEnds(rows);
        TakeOver = new TakeOverVerb(_statements, runs);
    }

    public SqliteConnection Connection { get; }

    /// <summary>Counts the openings of the file; holds name it.</summary>
    public long Number { get; }

    /// <summary>This transaction holds one request only, which may take care where a group goes for speed.</summary>
    public bool Alone { get; private set; }

    public SubmitVerb Submit { get; }

    public ArmVerb Arm { get; }

    public HoldVerb Hold { get; }

    public CompleteVerb Complete { get; }

    public JobChanges Changes { get; }

    public RunEnds Ends { get; }

    public TakeOverVerb TakeOver { get; }

    /// <summary>Rows changed since the connection was opened.</summary>
    public long ChangedRows => raw.sqlite3_total_changes(_database);

    private bool InTransaction => raw.sqlite3_get_autocommit(_database) == 0;

    public void Begin(bool alone)
    {
        if (InTransaction)
        {
            Rollback();
        }

        Alone = alone;
        _ = _begin.Execute();
    }

    public void Commit() => _ = _commit.Execute();

    /// <summary>Undoes the transaction if one is open: SQLite may have done so by itself, as on a full disk.</summary>
    public void Rollback()
    {
        _statements.Reset();
        if (InTransaction)
        {
            _ = _rollback.Execute();
        }
    }

    public void Savepoint() => _ = _savepoint.Execute();

    public void RollbackToSavepoint() => _ = _rollbackTo.Execute();

    public void ReleaseSavepoint() => _ = _release.Execute();

    /// <summary>Pages that went to the log since the last call.</summary>
    public int TakePagesWritten()
    {
        _ = raw.sqlite3_db_status(_database, PagesWritten, out int pages, out _, resetFlg: 1);
        return pages;
    }

    /// <summary>Copies the log into the database as far as no reader stands in the way.</summary>
    /// <param name="truncate">Waits for readers, and empties the log.</param>
    /// <param name="pages">In the log.</param>
    /// <param name="copied">Of them, those in the database now.</param>
    public void Checkpoint(bool truncate, out int pages, out int copied) => SqliteErrors.Check(
        _database,
        raw.sqlite3_wal_checkpoint_v2(
            _database,
            "main",
            truncate ? raw.SQLITE_CHECKPOINT_TRUNCATE : raw.SQLITE_CHECKPOINT_PASSIVE,
            out pages,
            out copied));

    public void Dispose()
    {
        _statements.Dispose();
        Connection.Dispose();
    }
}
