using Kairos.Sqlite.Connections;
using Kairos.Stores;
using Kairos.Stores.Rows;
using Kairos.Time;
using Microsoft.Data.Sqlite;

namespace Kairos.Sqlite.Schema;

/// <summary>Brings a schema up to date: append-only migrations, each in one transaction with its record.</summary>
internal static class Migrator
{
    private const string Record = """
        create table if not exists schema_version(
            solution text not null,
            name text not null,
            breaking integer not null,
            applied integer not null,
            primary key (solution, name)
        ) without rowid, strict
        """;

    /// <summary>Those that have not run yet, in order.</summary>
    /// <exception cref="StoreUnavailableException">A newer program has changed this schema in a way that this one does not know.</exception>
    public static IReadOnlyList<(string Name, string Sql)> Missing(
        SqliteConnection connection, string solution, IReadOnlyList<(string Name, string Sql)> migrations)
    {
        _ = Execute(connection, Record);
        return MigrationList.Missing(solution, migrations, Applied(connection, solution));
    }

    /// <summary>Runs one, in the transaction that is open: its record first, so that two can't run it.</summary>
    public static int Apply(SqliteConnection connection, string solution, (string Name, string Sql) migration, Instant now)
    {
        using (Statement insert = new(connection.Handle!, "insert into schema_version(solution, name, breaking, applied) values (?1, ?2, ?3, ?4)"))
        {
            insert.BindName(1, solution);
            insert.BindName(2, migration.Name);
            insert.Bind(3, MigrationList.IsBreaking(migration.Sql) ? 1 : 0);
            insert.Bind(4, now);
            _ = insert.Execute();
        }

        return Execute(connection, migration.Sql);
    }

    /// <summary>Runs the engine's own on a connection that nobody else uses yet; returns how many.</summary>
    public static int Run(SqliteConnection connection, Instant now)
    {
        IReadOnlyList<(string Name, string Sql)> missing = Missing(connection, MigrationList.Engine, SqlText.Migrations());
        foreach ((string Name, string Sql) migration in missing)
        {
            using SqliteTransaction transaction = connection.BeginTransaction();
            _ = Apply(connection, MigrationList.Engine, migration, now);
            transaction.Commit();
        }

        return missing.Count;
    }

    private static Dictionary<string, bool> Applied(SqliteConnection connection, string solution)
    {
        using Statement read = new(connection.Handle!, "select name, breaking from schema_version where solution = ?1");
        read.BindName(1, solution);
        Dictionary<string, bool> applied = new(StringComparer.Ordinal);
        while (read.Step())
        {
            applied.Add(read.Text(0), read.Flag(1));
        }

        return applied;
    }

    private static int Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }
}
