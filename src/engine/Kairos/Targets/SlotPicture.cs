using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Targets;

/// <summary>What a node knows of cells that it shares with others: which are full, and the slots that it has taken and given to nobody.</summary>
/// <remarks>That a cell is full may have become wrong: then a slot is left unused. What is taken for free and is not, the store puts right.</remarks>
internal sealed class SlotPicture(SlotGrid grid)
{
    private readonly Dictionary<long, (int Count, bool IsLast)> _spare = [];
    private FullCells _full = new();

    /// <summary>Slots that nobody has.</summary>
    internal bool HasSpare => _spare.Count > 0;

    /// <summary>A slot for who may go from <paramref name="aim"/> on: of the first cell that is not full, if one of its slots is spare.</summary>
    internal Instant? TryGet(Instant aim)
    {
        long cell = _full.FirstFree(grid.CellOf(aim));
        if (!_spare.TryGetValue(cell, out (int Count, bool IsLast) spare))
        {
            return null;
        }

        if (spare.Count > 1)
        {
            _spare[cell] = (spare.Count - 1, spare.IsLast);
        }
        else
        {
            _ = _spare.Remove(cell);
            if (spare.IsLast)
            {
                Fill(cell);
            }
        }

        return grid.SlotIn(cell, aim);
    }

    /// <summary>What to ask the store for, so that each has a slot in the first cell with room from its aim on, as far as is known.</summary>
    internal IReadOnlyList<CellSlots> Plan(IEnumerable<Instant> aims)
    {
        SortedDictionary<long, int> wanted = [];
        foreach (Instant aim in aims)
        {
            long cell = _full.FirstFree(grid.CellOf(aim));
            int count = wanted.GetValueOrDefault(cell) + 1;
            wanted[cell] = count;
            if (count == grid.Burst)
            {
                _full.Add(cell);
            }
        }

        foreach ((long cell, _) in wanted.Where(w => w.Value == grid.Burst))
        {
            _full.Remove(cell);
        }

        return [.. wanted.Select(w => new CellSlots(grid.BeginOf(w.Key), w.Value))];
    }

    /// <summary>Takes in what the store gave for a plan; false when it was less.</summary>
    internal bool Took(IReadOnlyList<CellSlots> wanted, IReadOnlyList<TakenSlots> taken)
    {
        foreach (CellSlots asked in wanted)
        {
            Fill(grid.CellOf(asked.Cell));
        }

        foreach (TakenSlots got in taken)
        {
            Spare(grid.CellOf(got.Cell), got.Count, got.IsFull);
        }

        return taken.Sum(static t => t.Count) == wanted.Sum(static w => w.Count);
    }

    /// <summary>Takes back a slot that will not be used.</summary>
    internal void Return(Instant slot)
    {
        long cell = grid.CellOf(slot);
        Spare(cell, 1, _full.FirstFree(cell) != cell);
    }

    /// <summary>The full cells as the store tells them take the place of what was known from an instant on.</summary>
    internal void Learn(Instant from, IEnumerable<FullSpan> full)
    {
        _full.ReplaceFrom(grid.CellOf(from), full.Select(f => (grid.CellOf(f.First), grid.CellOf(f.Last))));
        foreach (long cell in _spare.Keys)
        {
            _full.Remove(cell);
        }
    }

    /// <summary>Takes all for free of which nothing else is known for sure.</summary>
    internal void Forget() => _full = new FullCells();

    /// <summary>Lets go of all that is spare, ascending, without what has gone by.</summary>
    internal IReadOnlyList<CellSlots> TakeSpare(Instant now)
    {
        CellSlots[] spare = [.. _spare.Where(s => s.Key >= grid.CellOf(now)).OrderBy(static s => s.Key).Select(s => new CellSlots(grid.BeginOf(s.Key), s.Value.Count))];
        _spare.Clear();
        return spare;
    }

    private void Spare(long cell, int count, bool isLast)
    {
        (int before, bool wasLast) = _spare.GetValueOrDefault(cell);
        _spare[cell] = (before + count, isLast || wasLast);
        _full.Remove(cell);
    }

    private void Fill(long cell)
    {
        if (_full.FirstFree(cell) == cell)
        {
            _full.Add(cell);
        }
    }
}
