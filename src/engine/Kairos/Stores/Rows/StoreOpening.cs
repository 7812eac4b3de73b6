namespace Kairos.Stores.Rows;

/// <summary>What a store has between its opening and its end: it is opened once, and says so before and after.</summary>
/// <param name="store">Whose it is, for who uses it when it is closed.</param>
/// <threadsafety>All members may be called at once.</threadsafety>
internal sealed class StoreOpening<T>(Type store) : IAsyncDisposable
    where T : class, IAsyncDisposable
{
    private readonly SemaphoreSlim _opening = new(1, 1);
    private volatile T? _open;
    private volatile bool _closed;

    /// <summary>Null while it is not open.</summary>
    public T? Maybe => _open;

    /// <exception cref="InvalidOperationException">It is not open yet.</exception>
    /// <exception cref="ObjectDisposedException">It is closed.</exception>
    public T Value => _open ?? throw (_closed
        ? new ObjectDisposedException(store.Name)
        : new InvalidOperationException("The store is not open: call OpenAsync first."));

    /// <summary>Opens it; returns what was found.</summary>
    /// <exception cref="InvalidOperationException">It is open already.</exception>
    public async ValueTask<TakeOver> OpenAsync(Func<ValueTask<(T Open, TakeOver Found)>> open, CancellationToken ct)
    {
        await _opening.WaitAsync(ct);
        try
        {
            ObjectDisposedException.ThrowIf(_closed, store);
            if (_open is not null)
            {
                throw new InvalidOperationException("The store is open already: open it once and share it.");
            }

            (_open, TakeOver found) = await open();
            return found;
        }
        finally
        {
            _ = _opening.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _opening.WaitAsync();
        try
        {
            _closed = true;
            if (_open is { } open)
            {
                _open = null;
                await open.DisposeAsync();
            }
        }
        finally
        {
            _ = _opening.Release();
        }
    }
}
