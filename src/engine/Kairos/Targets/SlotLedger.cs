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
    private readonly Lock _lock = new();
    private readonly Dictionary<long, int> _used = [];
    private readonly long _cellMicros;
    private readonly int _burst;
    private long _forgottenBefore = long.MinValue;

    /// <summary>An empty ledger.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Rate or burst is not above zero.</exception>
    public SlotLedger(double requestsPerSecond, int burst)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(requestsPerSecond);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(burst);
        _cellMicros = Math.Max(1, (long)Math.Ceiling(burst * 1_000_000.0 / requestsPerSecond));
        _burst = burst;
    }

    /// <summary>Takes one slot and returns its instant, which is <paramref name="earliest"/> or later.</summary>
    public Instant Reserve(Instant earliest)
    {
        lock (_lock)
        {
            Forget_NeedsLock(earliest);
            long first = earliest.Micros / _cellMicros;
            long cell = first;
            while (_used.TryGetValue(cell, out int used) && used >= _burst)
            {
                cell++;
            }

            _used[cell] = _used.GetValueOrDefault(cell) + 1;
            return cell == first ? earliest : new Instant(cell * _cellMicros);
        }
    }

    /// <summary>Gives back a slot that will not be used.</summary>
    public void Return(Instant slot)
    {
        lock (_lock)
        {
            long cell = slot.Micros / _cellMicros;
            if (_used.TryGetValue(cell, out int used))
            {
                _used[cell] = used - 1;
            }
        }
    }

    // Cells long gone can't be asked for again; without this the ledger would grow for as long as the process lives.
    private void Forget_NeedsLock(Instant now)
    {
        const int KeptCells = 10_000;
        if (_used.Count <= 2 * KeptCells)
        {
            return;
        }

        long limit = (now.Micros / _cellMicros) - KeptCells;
        if (limit > _forgottenBefore)
        {
            _forgottenBefore = limit;
            foreach (long cell in _used.Keys.Where(c => c < limit).ToArray())
            {
                _used.Remove(cell);
            }
        }
    }
}
