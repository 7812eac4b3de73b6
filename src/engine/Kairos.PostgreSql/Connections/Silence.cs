using Npgsql;

namespace Kairos.PostgreSql.Connections;

/// <summary>Answers whoever waits for a database that is silent, and gives those who come later connections of which none hangs.</summary>
/// <remarks>
/// Npgsql's own timeouts are no use for it: each is followed by a request to cancel over another connection, which blocks a
/// thread of the pool, hangs as the first does, and cancels what must not be cancelled. So nothing is cancelled: the work is
/// left behind on its connection, which ends when the server answers or TCP has given it up, and is not handed out again.
/// </remarks>
/// <threadsafety>All members may be called at once.</threadsafety>
internal sealed class Silence(PostgreSqlStoreOptions options) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private volatile Pools _pools = new(options);
    private Pools? _left;

    /// <summary>Where connections come from now.</summary>
    public Pools Pools => _pools;

    /// <summary>Ends when the work does, or with a <see cref="TimeoutException"/>.</summary>
    /// <param name="work">Begins at once, and goes on when it is not waited for any more.</param>
    /// <param name="within">How long it is waited for.</param>
    /// <param name="patiently">Waits on for as long as the database answers somebody else.</param>
    public async ValueTask<T> EndAsync<T>(Func<ValueTask<T>> work, TimeSpan within, bool patiently)
    {
        Pools pools = _pools;
        ValueTask<T> begun = work();
        if (begun.IsCompleted)
        {
            return await begun;
        }

        Task<T> all = begun.AsTask();
        while (true)
        {
            try
            {
                return await all.WaitAsync(within, Deadline.Time);
            }
            catch (TimeoutException e) when (!all.IsCompleted)
            {
                if (!patiently || !await AnswersAsync())
                {
                    Leave(pools);
                    _ = all.ContinueWith(static left => left.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
                    throw new TimeoutException(FormattableString.Invariant($"no answer within {within.TotalSeconds:0.#} s"), e);
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _pools.DisposeAsync();
        if (_left is { } left)
        {
            await left.DisposeAsync();
        }
    }

    private async ValueTask<bool> AnswersAsync()
    {
        try
        {
            return await EndAsync(AskAsync, options.AnswerWithin, patiently: false);
        }
        catch (Exception e) when (PgErrors.IsUnavailable(e))
        {
            return false;
        }
    }

    private async ValueTask<bool> AskAsync()
    {
        await using NpgsqlCommand ask = _pools.Plain.CreateCommand("select true");
        return await ask.ExecuteScalarAsync(CancellationToken.None) is true;
    }

    // Those who come at the same time leave the same. What was left once before has long been given up.
    private void Leave(Pools pools)
    {
        Pools? before;
        lock (_lock)
        {
            if (_pools != pools)
            {
                return;
            }

            (before, _left, _pools) = (_left, pools, new Pools(options));
        }

        pools.Clear();
        _ = before?.DisposeAsync().AsTask();
    }
}
