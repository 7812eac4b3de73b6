using Kairos.Stores;

namespace Kairos.Stores.Contract;

/// <summary>The place where the stores of one test keep what they store: a folder, a database.</summary>
public abstract class StoreHome : IAsyncDisposable
{
    /// <summary>A store over this place, not opened yet.</summary>
    public abstract IJobStore NewStore();

    /// <summary>Ends a store's process as <c>kill -9</c> would, as far as what it stored can tell; gives the next one, not opened yet.</summary>
    public abstract ValueTask<IJobStore> CrashAsync(IJobStore store);

    /// <summary>Throws when what is stored is not whole. No store is open.</summary>
    public abstract void CheckIntegrity();

    public abstract ValueTask DisposeAsync();
}
