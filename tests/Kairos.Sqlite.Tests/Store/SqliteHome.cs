using Kairos.Stores;
using Kairos.Stores.Contract;
using Kairos.Time;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kairos.Sqlite.Tests.Store;

/// <summary>A folder of its own. A crash leaves the store behind and goes on with a copy of its files, as they are on disk.</summary>
public sealed class SqliteHome : StoreHome
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kairos-test-").FullName;
    private readonly List<IJobStore> _left = [];
    private int _crashes;

    public SqliteHome() => DatabasePath = Path.Combine(_folder, "0.db");

    public string DatabasePath { get; private set; }

    public override IJobStore NewStore() => NewSqliteStore();

    // On time that stands still no idle copy of the log comes between the copies that a crash makes of its files.
    public SqliteStore NewSqliteStore() => new(new SqliteStoreOptions { Path = DatabasePath }, NullLogger<SqliteStore>.Instance, new ManualClock());

    public override async ValueTask<(IJobStore Next, TakeOver Found)> CrashAsync(IJobStore store, Instant now)
    {
        string copy = Path.Combine(_folder, $"{++_crashes}.db");
        // Not the -shm: it is rebuilt from the log, as after the loss of power.
        File.Copy(DatabasePath, copy);
        File.Copy(DatabasePath + "-wal", copy + "-wal");
        DatabasePath = copy;
        _left.Add(store);
        IJobStore next = NewStore();
        return (next, await next.OpenAsync(now, CancellationToken.None));
    }

    public override void CheckIntegrity() => Query("pragma integrity_check").ShouldBe(["ok"]);

    /// <summary>The first column of what a statement yields, on a connection of its own.</summary>
    public IReadOnlyList<string> Query(string sql)
    {
        using SqliteConnection connection = new($"Data Source={DatabasePath};Pooling=false");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader rows = command.ExecuteReader();
        List<string> read = [];
        while (rows.Read())
        {
            read.Add(rows.GetValue(0).ToString()!);
        }

        return read;
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (IJobStore store in _left)
        {
            await store.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
