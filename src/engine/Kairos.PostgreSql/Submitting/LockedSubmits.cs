using Kairos.Jobs;
using Kairos.PostgreSql.Connections;
using Kairos.PostgreSql.Verbs;
using Kairos.Stores;
using Npgsql;

namespace Kairos.PostgreSql.Submitting;

/// <summary>Submits that met a lock, such as of a caller's transaction that stores the same key and is open. They wait here, and nobody else with them.</summary>
/// <threadsafety>All members may be called at once.</threadsafety>
internal sealed class LockedSubmits(Database database, SubmitVerb verb, SubmitRecovery recovery, SubmitTry impatient) : IAsyncDisposable
{
    // Of the four general connections that a store has at least: the rest is for others.
    private const int MostWaiting = 2;

    private readonly SemaphoreSlim _turns = new(MostWaiting);
    private readonly SemaphoreSlim _splits = new(1);
    private readonly Lock _lock = new();
    private readonly HashSet<Task> _work = [];
    private readonly Dictionary<LockedKey, int> _keys = [];

    /// <summary>Somebody waits for this key already: this one would wait too.</summary>
    public bool IsWaitedFor(Submitter.Request request)
    {
        lock (_lock)
        {
            return _keys.Count > 0 && KeysOf(request).Exists(_keys.ContainsKey);
        }
    }

    /// <summary>Stores them together, however long that has to wait; the callers wait no longer than they would.</summary>
    public void Wait(IReadOnlyList<Submitter.Request> group)
    {
        Count(group, 1);
        Begin(() => WaitAsync(group));
    }

    /// <summary>Finds out which of these wait, and stores the others.</summary>
    public void Split(IReadOnlyList<Submitter.Request> group)
    {
        if (group.Count > 0)
        {
            Begin(() => SplitAsync(group));
        }
    }

    /// <summary>Ends when all are answered.</summary>
    public async ValueTask DisposeAsync()
    {
        while (Working() is { Length: > 0 } work)
        {
            await Task.WhenAll(work);
        }

        _turns.Dispose();
        _splits.Dispose();
    }

    private async Task SplitAsync(IReadOnlyList<Submitter.Request> group)
    {
        await _splits.WaitAsync();
        try
        {
            await HalveAsync(group);
        }
        finally
        {
            _splits.Release();
        }
    }

    private async ValueTask HalveAsync(IReadOnlyList<Submitter.Request> group)
    {
        if (group.Count == 1)
        {
            Wait(group);
            return;
        }

        int half = group.Count / 2;
        foreach (Submitter.Request[] part in (Submitter.Request[][])[[.. group.Take(half)], [.. group.Skip(half)]])
        {
            if (!await impatient.StoreAsync(part, this))
            {
                await HalveAsync(part);
            }
        }
    }

    private async Task WaitAsync(IReadOnlyList<Submitter.Request> group)
    {
        await _turns.WaitAsync();
        try
        {
            await StoreAsync(group);
        }
        finally
        {
            _turns.Release();
            Count(group, -1);
        }
    }

    // The server ends the wait before we would: then it is known that nothing was written.
    private async ValueTask StoreAsync(IReadOnlyList<Submitter.Request> group)
    {
        TimeSpan left = Deadline.Last(group.Select(static r => r.Deadline)).Left;
        Trail trail = new();
        try
        {
            IReadOnlyList<SubmitAnswer> answers = left > TimeSpan.Zero
                ? await database.InTransactionAsync(
                    async connection =>
                    {
                        trail.Enter(connection);
                        await LimitWaitAsync(connection, left / 2);
                        return (await verb.StoreAllAsync(connection, [.. group.Select(static r => r.Job)], group[0].Now), true);
                    },
                    left * 0.75,
                    CancellationToken.None)
                : throw PgErrors.Unavailable(PgErrors.NotConnected(new TimeoutException("others waited for the same lock")), database.Place);
            for (int i = 0; i < answers.Count; i++)
            {
                group[i].Answer.TrySetResult(answers[i]);
            }
        }
        catch (StoreUnavailableException e) when (PgErrors.CauseOfDoubt(e) is { } cause)
        {
            await recovery.RecoverAsync(group, trail, cause);
        }
        catch (Exception e)
        {
            foreach (Submitter.Request request in group)
            {
                request.Answer.TrySetException(PgErrors.Renewed(e));
            }
        }
    }

    private async ValueTask LimitWaitAsync(NpgsqlConnection connection, TimeSpan wait)
    {
        await using NpgsqlCommand limit = database.Command("limit_wait", connection);
        limit.Parameters.Int(Math.Max(1, (int)wait.TotalMilliseconds));
        await limit.ExecuteNonQueryAsync();
    }

    private void Begin(Func<Task> work)
    {
        Task begun = Task.Run(work);
        lock (_lock)
        {
            _work.Add(begun);
        }

        _ = begun.ContinueWith(Ended, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void Ended(Task work)
    {
        lock (_lock)
        {
            _work.Remove(work);
        }
    }

    private Task[] Working()
    {
        lock (_lock)
        {
            return [.. _work];
        }
    }

    private void Count(IReadOnlyList<Submitter.Request> group, int more)
    {
        lock (_lock)
        {
            foreach (LockedKey key in group.SelectMany(KeysOf))
            {
                int count = _keys.GetValueOrDefault(key) + more;
                if (count == 0)
                {
                    _keys.Remove(key);
                }
                else
                {
                    _keys[key] = count;
                }
            }
        }
    }

    private static List<LockedKey> KeysOf(Submitter.Request request)
    {
        List<LockedKey> keys = [];
        if (request.Job.Key is { } key)
        {
            keys.Add(new LockedKey(request.Job.Owner, request.Job.Kind, key));
        }

        if (request.Job.IdempotencyKey is { } once)
        {
            keys.Add(new LockedKey(request.Job.Owner, null, once));
        }

        return keys;
    }

    /// <summary>A key of a kind, or an idempotency key.</summary>
    private readonly record struct LockedKey(string Owner, string? Kind, string Key);
}
