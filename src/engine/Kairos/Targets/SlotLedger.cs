using Kairos.Time;

namespace Kairos.Targets;

/// <summary>A target's request budget: slots on the target's clock, reserved for now or for an instant ahead.</summary>
/// <remarks>
/// Time is cut into cells of Burst / RequestsPerSecond, aligned to the epoch; a cell admits Burst requests. A reservation
/// takes the first cell with room at or after its instant, and goes at that instant or at the cell's beginning. So what is
/// reserved for 20:10:00 leaves the seconds before it free, which a single chain of slots would not. Two neighbouring
/// cells can together pass twice Burst within less than a cell.
/// </remarks>
/// <threadsafety>All members may be called at once.</threadsafety>
public sealed class SlotLedger
{
    private const int KeptCells = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<long, int> _used = [];
    private readonly FullCells _full = new();
    private readonly long _cellMicros;
    private readonly int _burst;
    private long _earliestAsked = long.MaxValue;
    private int _askedLately;

    /// <summary>An empty ledger.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Rate or burst is not above zero.</exception>
    public SlotLedger(double requestsPerSecond, int burst)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(requestsPerSecond);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(burst);
        _cellMicros = Math.Max(1, (long)Math.Ceiling(burst * 1_000_000.0 / requestsPerSecond));
        _burst = burst;
    }

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

    /// <summary>Takes one slot and returns its instant, which is <paramref name="earliest"/> or later.</summary>
    public Instant Reserve(Instant earliest)
    {
        lock (_lock)
        {
            return Reserve_NeedsLock(earliest);
        }
    }

    /// <summary>Gives back a slot that will not be used.</summary>
    public void Return(Instant slot)
    {
        lock (_lock)
        {
            Return_NeedsLock(slot);
        }
    }

    /// <summary>A slot that was reserved, as long as its cell is not over; else one from <paramref name="now"/> on in its place.</summary>
    /// <remarks>Otherwise all who missed their slots could go at once, in a cell that others have filled.</remarks>
    /// <param name="slot">Reserved here.</param>
    /// <param name="now">On the target's clock.</param>
    internal Instant Renew(Instant slot, Instant now)
    {
        lock (_lock)
        {
            if (CellOf(slot) >= CellOf(now))
            {
                return slot;
            }

            Return_NeedsLock(slot);
            return Reserve_NeedsLock(now);
        }
    }

    private Instant Reserve_NeedsLock(Instant earliest)
    {
        long first = CellOf(earliest);
        Forget_NeedsLock(first);
        long cell = _full.FirstFree(first);
        int used = _used.GetValueOrDefault(cell) + 1;
        _used[cell] = used;
        if (used == _burst)
        {
            _full.Add(cell);
        }

        return cell == first ? earliest : new Instant(cell * _cellMicros);
    }

    private void Return_NeedsLock(Instant slot)
    {
        long cell = CellOf(slot);
        if (!_used.TryGetValue(cell, out int used))
        {
            return;
        }

        if (used == _burst)
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

    private long CellOf(Instant instant) => instant.Micros / _cellMicros;

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
