using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Targets;

/// <summary>The budget where one process owns the store: its memory is the whole truth.</summary>
internal sealed class SlotLedger(SlotGrid grid) : ISlotLedger
{
    private const int KeptCells = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<long, int> _used = [];
    private readonly FullCells _full = new();
    private long _earliestAsked = long.MaxValue;
    private int _askedLately;

    public SlotGrid Grid => grid;

    public Task Settled => Task.CompletedTask;

    /// <summary>How many cells it remembers.</summary>
    internal int CellsKept
    {
        get
        {
            lock (_lock)
            {
                return _used.Count;
            }
        }
    }

    public SlotRequest Ask(Instant earliest)
    {
        SlotRequest request = new(earliest);
        request.TryGrant(Reserve(earliest));
        return request;
    }

    /// <summary>Takes one slot and returns its instant, which is <paramref name="earliest"/> or later.</summary>
    internal Instant Reserve(Instant earliest)
    {
        lock (_lock)
        {
            return Reserve_NeedsLock(earliest);
        }
    }

    public void Return(Instant slot)
    {
        lock (_lock)
        {
            Return_NeedsLock(slot);
        }
    }

    private Instant Reserve_NeedsLock(Instant earliest)
    {
        long first = grid.CellOf(earliest);
        Forget_NeedsLock(first);
        long cell = _full.FirstFree(first);
        int used = _used.GetValueOrDefault(cell) + 1;
        _used[cell] = used;
        if (used == grid.Burst)
        {
            _full.Add(cell);
        }

        return grid.SlotIn(cell, earliest);
    }

    private void Return_NeedsLock(Instant slot)
    {
        long cell = grid.CellOf(slot);
        if (!_used.TryGetValue(cell, out int used))
        {
            return;
        }

        if (used == grid.Burst)
        {
            _full.Remove(cell);
        }

        if (used == 1)
        {
            _used.Remove(cell);
        }
        else
        {
            _used[cell] = used - 1;
        }
    }

    // Cells long gone can't be asked for again; without this the ledger would grow for as long as the process lives. What
    // is gone is judged by the earliest that was asked for lately: a reservation for next year says nothing of today.
    private void Forget_NeedsLock(long asked)
    {
        _earliestAsked = Math.Min(_earliestAsked, asked);
        if (++_askedLately < KeptCells)
        {
            return;
        }

        long limit = _earliestAsked - KeptCells;
        (_askedLately, _earliestAsked) = (0, long.MaxValue);
        if (_used.Count <= 2 * KeptCells)
        {
            return;
        }

        _full.RemoveBefore(limit);
        foreach (long cell in _used.Keys.Where(c => c < limit).ToArray())
        {
            _used.Remove(cell);
        }
    }
}
