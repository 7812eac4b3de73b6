using System.Runtime.ExceptionServices;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Dispatch;

/// <summary>Claims jobs ahead of their instant and lays them ready: first what is timed, then, by quota, what is overdue.</summary>
internal sealed class Armer : IDisposable
{
    // What is planned for this very moment, and nobody called for, waits no longer than this behind a backlog; a look for it after
    // each batch of the backlog would be a statement more for each.
    private static readonly TimeSpan s_overdueStint = TimeSpan.FromMilliseconds(150);

    // Claims of a backlog grow while they take less than half of this. Where the store does several things at once, what is timed goes
    // on beside them.
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(500);

    private readonly IJobStore _store;
    private readonly RunServices _services;
    private readonly DispatchOptions _options;
    private readonly Room _room;
    private readonly Preparer _preparer;
    private readonly Pulse _pulse;
    private readonly GrowingBatch _overdueBatch;
    private readonly Adoption _adoption;
    private readonly bool _goesBeside;
    private readonly SemaphoreSlim _arming = new(1, 1);
    private volatile bool _moreTimed;
    private volatile bool _moreOverdue;
    private readonly TimedLook _look = new();
    private volatile bool _closed;

    internal Armer(IJobStore store, RunServices services, DispatchOptions options, ArmedSet set, Preparer preparer)
    {
        (_store, _services, _options, _room, _preparer) = (store, services, options, new Room(options, set), preparer);
        _pulse = new Pulse(services.Clock.Provider, options.Poll, _look.Poll);
        _adoption = new Adoption(store, set, services.Clock.Provider, options.Batch) { LayReady = LayReadyAsync };
        _goesBeside = store is INodeStore;
        _overdueBatch = new GrowingBatch(options.Batch, options.BacklogBatch, _goesBeside ? s_soon : s_overdueStint);
    }

    /// <summary>Whether a pass may claim, and what it does instead.</summary>
    internal ClaimPermit Permit { get; set; } = null!;

    /// <summary>Asks for a look at the store now.</summary>
    internal void Call()
    {
        _look.Call();
        _pulse.Call();
    }

    /// <summary>Asks for a look if something planned at this instant would be claimed.</summary>
    internal void CallFor(Instant at)
    {
        if (at < _services.Clock.Now + _options.Horizon)
        {
            Call();
        }
    }

    /// <summary>After ends were committed: what they planned, or room for what is due, may call for a look.</summary>
    internal void AfterCommit(Instant? earliest)
    {
        if (earliest is { } at)
        {
            CallFor(at);
        }

        CallForRoom();
    }

    /// <summary>Returns when no claim is under way: what a claim took is then in memory.</summary>
    internal async ValueTask SettledAsync(CancellationToken ct)
    {
        await _arming.WaitAsync(ct);
        _arming.Release();
    }

    /// <summary>Does something while no claim is under way.</summary>
    internal async ValueTask BetweenPassesAsync(Func<int> work)
    {
        await _arming.WaitAsync();
        try
        {
            _ = work();
        }
        finally
        {
            _arming.Release();
        }
    }

    /// <summary>After a claim or a hand-back whose answer was lost, the rows held and the memory may differ.</summary>
    internal void AdoptNext()
    {
        _adoption.Next();
        _pulse.Call();
    }

    internal async Task RunAsync()
    {
        while (await _pulse.NextAsync())
        {
            await RunOnceAsync();
        }
    }

    /// <summary>Nothing is claimed any more, but for a pass that is under way.</summary>
    internal void Close()
    {
        _closed = true;
        _pulse.Close();
    }

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
            if (_closed || Permit.IsLost)
            {
                return;
            }

            // Before the looks: a call that comes meanwhile is for what they may have missed.
            _look.Begin();
            await _adoption.RunAsync();
            if (!await Permit.MayClaimAsync())
            {
                return;
            }

            await _services.Quiet.RefreshAsync();
            Instant now = _services.Clock.Now;

            // Not where there is only room for more that is overdue: the last look saw as far ahead.
            if (_look.TryTake() || _moreTimed)
            {
                _moreTimed = await ArmTimedAsync(now);
            }

            _moreOverdue = await ArmOverdueAsync(now - _options.OverdueAfter);

            // The last of them may have ended before what stopped us was written down.
            CallForRoom();
        }
        catch (Exception e) when (e is not ObjectDisposedException)
        {
            _look.Want();
            _adoption.LookAgain();
            _overdueBatch.Failed();
            _services.TellStoreFailed("arm", e);
        }
        finally
        {
            _arming.Release();
        }
    }

    // Only where a pass is sure to find room: else it would call for the next, and that for the next.
    private void CallForRoom()
    {
        if ((_moreTimed && _room.IsAmpleForTimed) || (_moreOverdue && _room.IsAmpleForOverdue))
        {
            _pulse.Call();
        }
    }

    // A pass may take a hundred claims: who stops meanwhile, drains or has lost the lease would hand all of them back.
    private bool GoesOn => !_closed && Permit.Stands;

    // True when it stopped for another reason than want of jobs.
    private async ValueTask<bool> ArmTimedAsync(Instant now)
    {
        while (true)
        {
            int limit = Math.Min(_options.Batch, _room.ForTimed);
            if (limit <= 0)
            {
                return true;
            }

            bool isFull = await ArmAsync(now - _options.OverdueAfter, now + _options.Horizon, limit) == limit;
            if (!isFull || !GoesOn)
            {
                return isFull;
            }
        }
    }

    // Until somebody calls, or for so long, and then it looks for what is timed. True when there may be more.
    private async ValueTask<bool> ArmOverdueAsync(Instant until)
    {
        TimeProvider time = _services.Clock.Provider;
        long begun = time.GetTimestamp();
        while (true)
        {
            // Whole claims: where it is the overdue that fill the room, it is soon more, and then we are called.
            int room = _room.ForOverdue;
            int limit = Math.Min(_overdueBatch.Size, room);
            if (room <= 0 || (room < _overdueBatch.Size && _room.IsMostlyOverdue))
            {
                return true;
            }

            long asked = time.GetTimestamp();
            int rows = await ArmBesideTimedAsync(until, limit);
            _overdueBatch.Took(rows, time.GetElapsedTime(asked));
            if (rows < limit)
            {
                return false;
            }

            if (_look.IsCalled || time.GetElapsedTime(begun) >= s_overdueStint)
            {
                if (!_goesBeside)
                {
                    // What came beside this claim waited behind it, and a look costs no way to a server there.
                    _look.Want();
                }

                _pulse.Call();
                return true;
            }
        }
    }

    private async ValueTask<int> ArmAsync(Instant from, Instant until, int limit)
    {
        IReadOnlyList<ArmedRow> rows = await _store.ArmAsync(from, until, limit, CancellationToken.None);
        await LayReadyAsync(rows);
        return rows.Count;
    }

    // A claim of thousands takes tenths of a second: what is timed and called for meanwhile does not wait for it, nor do the polls.
    private async ValueTask<int> ArmBesideTimedAsync(Instant until, int limit)
    {
        IReadOnlyList<ArmedRow> rows;
        ExceptionDispatchInfo? failed;
        _room.Claiming = limit;
        try
        {
            Task<IReadOnlyList<ArmedRow>> claim = _store.ArmAsync(Instant.Min, until, limit, CancellationToken.None).AsTask();
            failed = await TryLookBesideAsync(claim);
            rows = await claim;
        }
        finally
        {
            _room.Claiming = 0;
        }

        await LayReadyAsync(rows);
        failed?.Throw();
        return rows.Count;
    }

    // What fails is told when the claim has ended: what that took is then in memory.
    private async ValueTask<ExceptionDispatchInfo?> TryLookBesideAsync(Task claim)
    {
        try
        {
            while (await _look.IsCalledBeforeAsync(claim))
            {
                _look.Begin();
                if (GoesOn && _look.TryTake())
                {
                    _moreTimed |= await ArmTimedAsync(_services.Clock.Now);
                }
            }

            return null;
        }
        catch (Exception e)
        {
            return ExceptionDispatchInfo.Capture(e);
        }
    }

    private async ValueTask LayReadyAsync(IReadOnlyList<ArmedRow> rows)
    {
        if (await _preparer.LayReadyAsync(rows) is { } planned)
        {
            CallFor(planned);
        }
    }
}
