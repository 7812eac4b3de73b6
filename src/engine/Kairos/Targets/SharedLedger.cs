using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Targets;

/// <summary>The budget where nodes share a store: its slots are taken there, for all who wait at that time in one statement.</summary>
/// <remarks>
/// One statement is under way at a time. A node takes only what somebody waits for, and gives back what then nobody uses. While
/// the store is away all wait: a node never grants by itself. What a node has when it dies is used by nobody.
/// </remarks>
internal sealed class SharedLedger(ISlotStore store, SlotGrid grid, TargetClock clock, TimeProvider time) : ISlotLedger
{
    // A statement of so many rows takes some 20 ms: who asks meanwhile waits no longer than that for his turn.
    private const int MostAtOnce = 1_000;

    private static readonly TimeSpan s_firstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestRetry = TimeSpan.FromSeconds(2);

    // For so long a cell that others filled is not asked for again, though they may have given some of it back.
    private static readonly TimeSpan s_pictureLasts = TimeSpan.FromSeconds(1);

    // A slow answer says little of the next.
    private static readonly TimeSpan s_longestAnswer = TimeSpan.FromSeconds(1);

    // Until nobody asks for a cell any more: also none whose picture of the target's clock is a little behind.
    private static readonly TimeSpan s_kept = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly List<SlotRequest> _waiting = [];
    private readonly SlotPicture _picture = new(grid);
    private TaskCompletionSource? _settled;
    private bool _busy;
    private bool _away;
    private long _pictured = time.GetTimestamp();
    private TimeSpan _answer;

    public SlotGrid Grid => grid;

    /// <summary>Told when the store can't be reached.</summary>
    internal Action<Exception> Failed { get; init; } = static _ => { };

    public Task Settled
    {
        get
        {
            lock (_lock)
            {
                // A store that is away takes nothing back.
                return _busy && !_away ? (_settled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task : Task.CompletedTask;
            }
        }
    }

    public SlotRequest Ask(Instant earliest)
    {
        SlotRequest request = new(earliest);
        lock (_lock)
        {
            _waiting.Add(request);
            Begin_NeedsLock();
        }

        return request;
    }

    public void Return(Instant slot)
    {
        lock (_lock)
        {
            _picture.Return(slot);
            Begin_NeedsLock();
        }
    }

    private void Begin_NeedsLock()
    {
        if (!_busy)
        {
            _busy = true;
            _ = Task.Run(RunAsync);
        }
    }

    private void Settle_NeedsLock()
    {
        _settled?.SetResult();
        _settled = null;
    }

    private void SetAway(bool away)
    {
        lock (_lock)
        {
            _away = away;
            if (away)
            {
                Settle_NeedsLock();
            }
        }
    }

    private async Task RunAsync()
    {
        TimeSpan wait = s_firstRetry;
        while (Next() is { } next)
        {
            try
            {
                await ReturnAsync(next.Unused);
                await TakeAsync(next.Wanted, next.Until);
                wait = s_firstRetry;
            }
            catch (StoreUnavailableException e)
            {
                // Said again until it is answered, or nobody waits any more. What the first try took all the same is lost.
                Failed(e);
                SetAway(true);
                await Task.Delay(wait, time);
                SetAway(false);
                wait = TimeSpan.FromTicks(Math.Min(2 * wait.Ticks, s_longestRetry.Ticks));
            }
            catch (ObjectDisposedException)
            {
                // The engine has stopped, and who still waits with it.
                EndAll(static request => _ = request.TryGiveUp());
            }
            catch (Exception e)
            {
                EndAll(request => request.Fail(e));
            }
        }
    }

    // Serves whom it can, and says what is left to do; null when nothing is.
    private Round? Next()
    {
        lock (_lock)
        {
            Instant now = clock.Now;
            Forget_NeedsLock();
            Serve_NeedsLock(now);
            IReadOnlyList<CellSlots> unused = _picture.TakeSpare(now);
            if (_waiting.Count == 0 && unused.Count == 0)
            {
                _busy = false;
                Settle_NeedsLock();
                return null;
            }

            // A slot is of use when its answer is here.
            Instant soonest = now + _answer;
            SlotRequest[] turn = [.. _waiting.Take(MostAtOnce)];
            foreach (SlotRequest request in turn)
            {
                request.Aim = Instant.Later(request.Earliest, soonest);
            }

            IReadOnlyList<CellSlots> wanted = _picture.Plan(turn.Select(static r => r.Aim!.Value));
            Instant over = wanted.Count > 0 ? clock.ToOurs(wanted[^1].Cell + grid.Cell) : now;
            return new Round(unused, wanted, Instant.Later(over, clock.Ours) + s_kept);
        }
    }

    private void Serve_NeedsLock(Instant now)
    {
        List<Instant> missed = [];
        _ = _waiting.RemoveAll(request =>
        {
            if (!request.IsOpen)
            {
                return true;
            }

            // What has gone by while the answer was on its way would go in a cell that others have filled.
            Instant aim = request.Aim is { } planned && !grid.IsOver(planned, now) ? planned : Instant.Later(request.Earliest, now);
            if (_picture.TryGet(aim) is not { } slot)
            {
                return false;
            }

            if (!request.TryGrant(slot))
            {
                missed.Add(slot);
            }

            return true;
        });
        missed.ForEach(_picture.Return);
    }

    private void Forget_NeedsLock()
    {
        if (time.GetElapsedTime(_pictured) >= s_pictureLasts)
        {
            _pictured = time.GetTimestamp();
            _picture.Forget();
        }
    }

    private async ValueTask ReturnAsync(IReadOnlyList<CellSlots> unused)
    {
        if (unused.Count == 0)
        {
            return;
        }

        try
        {
            await store.ReturnSlotsAsync(grid, unused, CancellationToken.None);
        }
        catch (StoreUnavailableException e)
        {
            // Not said again: it may have been done, and would count twice.
            Failed(e);
        }
    }

    private async ValueTask TakeAsync(IReadOnlyList<CellSlots> wanted, Instant until)
    {
        if (wanted.Count == 0)
        {
            return;
        }

        long begun = time.GetTimestamp();
        IReadOnlyList<TakenSlots> taken = await store.TakeSlotsAsync(grid, wanted, until, CancellationToken.None);
        bool all;
        lock (_lock)
        {
            TimeSpan took = time.GetElapsedTime(begun);
            _answer = took < s_longestAnswer ? took : s_longestAnswer;
            all = _picture.Took(wanted, taken);
        }

        if (all)
        {
            return;
        }

        // Others were there before: where they end is asked once, and not tried for cell by cell.
        IReadOnlyList<FullSpan> full = await store.FullCellsAsync(grid, wanted[0].Cell, CancellationToken.None);
        lock (_lock)
        {
            _picture.Learn(wanted[0].Cell, full);
        }
    }

    private void EndAll(Action<SlotRequest> end)
    {
        SlotRequest[] waiting;
        lock (_lock)
        {
            waiting = [.. _waiting];
            _waiting.Clear();
            _ = _picture.TakeSpare(Instant.Max);
        }

        foreach (SlotRequest request in waiting)
        {
            end(request);
        }
    }

    private sealed record Round(IReadOnlyList<CellSlots> Unused, IReadOnlyList<CellSlots> Wanted, Instant Until);
}
