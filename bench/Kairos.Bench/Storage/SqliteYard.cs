using Kairos.Bench.Throughput;
using Kairos.Hosting;
using Kairos.Jobs;
using Kairos.Sqlite;
using Kairos.Sqlite.Connections;
using Kairos.Stores;
using Kairos.Time;
using Kairos.Triggers.Rules;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kairos.Bench.Storage;

/// <summary>SQLite files, each in a folder of its own.</summary>
internal sealed class SqliteYard : IStorageYard
{
    public string Description => $"SQLite {SqliteLibrary.Bind()}, files in {Path.GetTempPath()}";

    public double DueShare => 0.7;

    public Task<IStorage> NewAsync() => Task.FromResult<IStorage>(new SqliteStorage());

    public ValueTask DisposeAsync() => default;
}

/// <summary>A folder that goes away again, with a database in it.</summary>
internal sealed class SqliteStorage : IStorage
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kairos-bench-");

    internal string Path => System.IO.Path.Combine(_folder.FullName, "jobs.db");

    internal SqliteStoreOptions Options => new() { Path = Path };

    public void Choose(KairosBuilder kairos) => kairos.UseSqlite(Options);

    public IJobStore NewStore() => new SqliteStore(Options, NullLogger<SqliteStore>.Instance, TimeProvider.System);

    public Task SettleAsync() => Task.CompletedTask;

    public Task<(long Jobs, long Runs)> CountAsync()
    {
        using Microsoft.Data.Sqlite.SqliteConnection connection = new($"Data Source={Path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using Statement count = new(connection.Handle!, "select (select count(*) from job), (select count(*) from run)");
        _ = count.Step();
        (long, long) counts = (count.Long(0), count.Long(1));
        count.Reset();
        return Task.FromResult(counts);
    }

    public Task<Stint> BareDueAsync(int jobs, int batch)
    {
        EngineClock clock = new(TimeProvider.System);
        int done = 0;
        BareStore? bare = null;
        Stint stint = Stint.Of(() =>
        {
            bare = new BareStore(Options, clock.Now);
            done = bare.ArmAndComplete(clock, batch);
        });

        // Not on the bill, as the stop of the engine is not: it copies what is left of the log.
        bare!.Dispose();
        return done == jobs ? Task.FromResult(stint) : throw new InvalidOperationException($"The bare loop found {done} of {jobs} jobs.");
    }

    public Task<(double Single, double Bulk)> BareSubmitsAsync(int single, int bulk, int bulks)
    {
        EngineClock clock = new(TimeProvider.System);
        using BareStore bare = new(Options, clock.Now);
        NewJob[] rows = Rows.Of(Rows.Later(clock), single, clock);
        NewJob[] bulkRows = Rows.Of(Rows.Later(clock), bulk * bulks, clock);
        return Task.FromResult((
            single / Stint.Of(() => bare.Insert(rows, perTransaction: 1)).Seconds,
            bulkRows.Length / Stint.Of(() => bare.Insert(bulkRows, perTransaction: bulk)).Seconds));
    }

    public Task<DatabaseWork?> WorkAsync() => Task.FromResult<DatabaseWork?>(null);

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return default;
    }
}
