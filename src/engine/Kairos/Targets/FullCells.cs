namespace Kairos.Targets;

/// <summary>The cells of a ledger that have no room, as runs: 10,000 reservations for one instant must not each walk past all before.</summary>
internal sealed class FullCells
{
    // Ascending, disjoint, and never next to each other.
    private readonly List<(long First, long Last)> _runs = [];

    /// <summary>The first cell from <paramref name="cell"/> on that is not full.</summary>
    internal long FirstFree(long cell)
    {
        int at = RunAtOrBefore(cell);
        return at >= 0 && _runs[at].Last >= cell ? _runs[at].Last + 1 : cell;
    }

    internal void Add(long cell)
    {
        int before = RunAtOrBefore(cell);
        int after = before + 1;
        bool joinsBefore = before >= 0 && _runs[before].Last == cell - 1;
        bool joinsAfter = after < _runs.Count && _runs[after].First == cell + 1;
        switch (joinsBefore, joinsAfter)
        {
            case (true, true):
                _runs[before] = (_runs[before].First, _runs[after].Last);
                _runs.RemoveAt(after);
                break;
            case (true, false):
                _runs[before] = (_runs[before].First, cell);
                break;
            case (false, true):
                _runs[after] = (cell, _runs[after].Last);
                break;
            default:
                _runs.Insert(after, (cell, cell));
                break;
        }
    }

    internal void Remove(long cell)
    {
        int at = RunAtOrBefore(cell);
        if (at < 0 || _runs[at].Last < cell)
        {
            return;
        }

        (long first, long last) = _runs[at];
        _runs.RemoveAt(at);
        if (last > cell)
        {
            _runs.Insert(at, (cell + 1, last));
        }

        if (first < cell)
        {
            _runs.Insert(at, (first, cell - 1));
        }
    }

    /// <summary>Forgets all from <paramref name="cell"/> on, and has these runs in their place: ascending, disjoint, and none before it.</summary>
    internal void ReplaceFrom(long cell, IEnumerable<(long First, long Last)> runs)
    {
        int at = RunAtOrBefore(cell);
        int kept = at >= 0 && _runs[at].First == cell ? at : at + 1;
        _runs.RemoveRange(kept, _runs.Count - kept);
        if (kept > 0 && _runs[^1].Last >= cell)
        {
            _runs[^1] = (_runs[^1].First, cell - 1);
        }

        foreach ((long first, long last) in runs)
        {
            if (_runs.Count > 0 && _runs[^1].Last == first - 1)
            {
                _runs[^1] = (_runs[^1].First, last);
            }
            else
            {
                _runs.Add((first, last));
            }
        }
    }

    /// <summary>Forgets the runs that end before <paramref name="cell"/>.</summary>
    internal void RemoveBefore(long cell) => _runs.RemoveAll(r => r.Last < cell);

    private int RunAtOrBefore(long cell)
    {
        (int low, int high) = (0, _runs.Count - 1);
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (_runs[middle].First <= cell)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return high;
    }
}
