using Kairos.Bench.Throughput;
using Kairos.Hosting;
using Kairos.Stores;

namespace Kairos.Bench.Storage;

/// <summary>Where the measured engine keeps its jobs: a place of its own, empty, that goes away again.</summary>
internal interface IStorage : IAsyncDisposable
{
    /// <summary>Chooses it for an engine.</summary>
    void Choose(KairosBuilder kairos);

    /// <summary>A store over it, not opened yet.</summary>
    IJobStore NewStore();

    /// <summary>What was put in is settled, so that no side pays for it later.</summary>
    Task SettleAsync();

    /// <summary>Jobs that are left, and runs in the record.</summary>
    Task<(long Jobs, long Runs)> CountAsync();

    /// <summary>Arms and ends all that is due in a bare loop over the store's own tables and statements, so many at a time.</summary>
    Task<Stint> BareDueAsync(int jobs, int batch);

    /// <summary>The same rows as the engine submits, in a bare loop over the store's own statement: single commits a second, and rows a second with so many transactions of so many rows.</summary>
    Task<(double Single, double Bulk)> BareSubmitsAsync(int single, int bulk, int bulks);

    /// <summary>What the database has done so far, where it is another process.</summary>
    Task<DatabaseWork?> WorkAsync();
}

/// <summary>Makes places of one kind.</summary>
internal interface IStorageYard : IAsyncDisposable
{
    /// <summary>One line about it.</summary>
    string Description { get; }

    /// <summary>How much of the bare loop the engine is to reach.</summary>
    double DueShare { get; }

    Task<IStorage> NewAsync();
}

/// <summary>What a database has done.</summary>
/// <param name="CpuSeconds">Of all its processes.</param>
/// <param name="Statements">Statements that it ran.</param>
/// <param name="Transactions">Transactions that it committed.</param>
internal readonly record struct DatabaseWork(double CpuSeconds, long Statements, long Transactions)
{
    internal DatabaseWork Since(DatabaseWork before) =>
        new(CpuSeconds - before.CpuSeconds, Statements - before.Statements, Transactions - before.Transactions);
}
