using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Stores.Contract;

/// <summary>The place where the stores of one test keep what they store: a folder, a database.</summary>
public abstract class StoreHome : IAsyncDisposable
{
    /// <summary>Makes the place.</summary>
    public virtual ValueTask PrepareAsync() => default;

    /// <summary>A store over this place, not opened yet.</summary>
    public abstract IJobStore NewStore();

    /// <summary>Opens a store so that it can claim jobs.</summary>
    public virtual ValueTask<TakeOver> OpenAsync(IJobStore store, Instant now) => store.OpenAsync(now, CancellationToken.None);

    /// <summary>Ends a store's process as <c>kill -9</c> would, as far as what it stored can tell; the next one is open, and has settled what was left.</summary>
    public abstract ValueTask<(IJobStore Next, TakeOver Found)> CrashAsync(IJobStore store, Instant now);

    /// <summary>Throws when what is stored is not whole. No store is open.</summary>
    public abstract void CheckIntegrity();

    public abstract ValueTask DisposeAsync();
}
