using Kairos.Events;
using Kairos.Stores;
using Kairos.Time;
using Microsoft.Extensions.Logging;

namespace Kairos.Dispatch;

/// <summary>Claims jobs ahead of their instant and lays them ready: first what is timed, then, by quota, what is overdue.</summary>
internal sealed class Armer : IDisposable
{
    private readonly IJobStore _store;
    private readonly RunServices _services;
    private readonly DispatchOptions _options;
    private readonly ArmedSet _set;
    private readonly Preparer _preparer;
    private readonly Pulse _pulse;
    private readonly SemaphoreSlim _arming = new(1, 1);
    private bool _adopt;
    private bool _moreOverdue;

    internal Armer(IJobStore store, RunServices services, DispatchOptions options, ArmedSet set, Preparer preparer)
    {
        (_store, _services, _options, _set, _preparer) = (store, services, options, set, preparer);
        _pulse = new Pulse(services.Clock.Provider, options.Poll);
    }

    /// <summary>Asks for a look at the store now.</summary>
    internal void Call() => _pulse.Call();

    /// <summary>Asks for a look if something planned at this instant would be claimed.</summary>
    internal void CallFor(Instant at)
    {
        if (at < _services.Clock.Now + _options.Horizon)
        {
            _pulse.Call();
        }
    }

    /// <summary>After ends were committed: what they planned, or room for what is overdue, may call for a look.</summary>
    internal void AfterCommit(Instant? earliest)
    {
        if (earliest is { } at)
        {
            CallFor(at);
        }

        if (Volatile.Read(ref _moreOverdue) && _set.Overdue <= _options.MostOverdue / 2)
        {
            _pulse.Call();
        }
    }

    /// <summary>Returns when no claim is under way: what a claim took is then in memory.</summary>
    internal async ValueTask SettledAsync(CancellationToken ct)
    {
        await _arming.WaitAsync(ct);
        _arming.Release();
    }

    /// <summary>After a claim or a hand-back whose answer was lost, the rows held and the memory may differ.</summary>
    internal void AdoptNext()
    {
        Volatile.Write(ref _adopt, true);
        _pulse.Call();
    }

    internal async Task RunAsync()
    {
        while (await _pulse.NextAsync())
        {
            await RunOnceAsync();
        }
    }

    internal void Close() => _pulse.Close();

    public void Dispose()
    {
        _pulse.Dispose();
        _arming.Dispose();
    }

    /// <summary>One pass: claims until nothing more is due within the horizon or memory is full.</summary>
    internal async ValueTask RunOnceAsync()
    {
        await _arming.WaitAsync();
        try
        {
            if (Volatile.Read(ref _adopt))
            {
                await _preparer.LayReadyAsync(await _store.HeldAsync(CancellationToken.None));
                Volatile.Write(ref _adopt, false);
            }

            Instant now = _services.Clock.Now;
            await ArmAllAsync(now - _options.OverdueAfter, now + _options.Horizon, static (set, o) => o.MostArmed - set.Count);
            bool full = await ArmAllAsync(Instant.Min, now - _options.OverdueAfter, static (set, o) => Math.Min(o.MostArmed - set.Count, o.MostOverdue - set.Overdue));
            Volatile.Write(ref _moreOverdue, full);
        }
        catch (Exception e) when (e is not ObjectDisposedException)
        {
            Volatile.Write(ref _adopt, true);
            Log.StoreFailed(_services.Logger, "arm", e.Message);
            _services.Events.Tell(new StoreFailed(_services.Clock.Now, "arm", e.Message));
        }
        finally
        {
            _arming.Release();
        }
    }

    // True when it stopped for want of room rather than of jobs.
    private async ValueTask<bool> ArmAllAsync(Instant from, Instant until, Func<ArmedSet, DispatchOptions, int> room)
    {
        while (true)
        {
            int limit = Math.Min(_options.Batch, room(_set, _options));
            if (limit <= 0)
            {
                return true;
            }

            IReadOnlyList<ArmedRow> rows = await _store.ArmAsync(from, until, limit, CancellationToken.None);
            await _preparer.LayReadyAsync(rows);
            if (rows.Count < limit)
            {
                return false;
            }
        }
    }
}
