using SQLitePCL;

namespace Kairos.Sqlite.Connections;

/// <summary>The statements of one connection, prepared once and ended together.</summary>
internal sealed class Statements(sqlite3 database) : IDisposable
{
    private readonly List<Statement> _all = [];

    /// <summary>Prepares <c>Sql/{name}.sql</c>.</summary>
    public Statement Named(string name) => Keep(Statement.Named(database, name));

    /// <summary>Prepares a word of transaction control.</summary>
    public Statement Inline(string sql) => Keep(new Statement(database, sql));

    /// <summary>Gives up what was being read when something failed.</summary>
    public void Reset() => _all.ForEach(statement => statement.Reset());

    public void Dispose() => _all.ForEach(statement => statement.Dispose());

    private Statement Keep(Statement statement)
    {
        _all.Add(statement);
        return statement;
    }
}
