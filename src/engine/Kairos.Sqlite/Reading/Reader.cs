using Kairos.Sqlite.Connections;
using Microsoft.Data.Sqlite;

namespace Kairos.Sqlite.Reading;

/// <summary>A reading connection with everything prepared on it.</summary>
/// <threadsafety>For one thread at a time.</threadsafety>
internal sealed class Reader : IDisposable
{
    private readonly Statements _statements;
    private readonly Statement _begin;
    private readonly Statement _end;

    public Reader(SqliteConnection connection)
    {
        Connection = connection;
        _statements = new Statements(connection.Handle!);
        _begin = _statements.Inline("begin");
        _end = _statements.Inline("rollback");
        Jobs = new JobReading(_statements);
        Runs = new RunReading(_statements);
        Quiet = new QuietReading(_statements);
    }

    public SqliteConnection Connection { get; }

    public JobReading Jobs { get; }

    public RunReading Runs { get; }

    public QuietReading Quiet { get; }

    /// <summary>Reads from one state of the database, however many statements it takes.</summary>
    public T Read<T>(Func<Reader, T> read)
    {
        _ = _begin.Execute();
        try
        {
            return read(this);
        }
        finally
        {
            _statements.Reset();
            _ = _end.Execute();
        }
    }

    public void Dispose()
    {
        _statements.Dispose();
        Connection.Dispose();
    }
}
