using Kairos.StateSchedules.Evaluation;

namespace Kairos.StateSchedules.Tables;

/// <summary>The rows that differ, in groups of one shard and so many at most.</summary>
internal sealed class ShardGroups
{
    private readonly RowStates _states;
    private readonly int[] _rows;
    private readonly List<Range> _groups = [];

    internal ShardGroups(RowStates states, int most)
    {
        _states = states;
        int[] rows = new int[states.Count];
        int count = 0;
        for (int row = 0; row < states.Count; row++)
        {
            if (states.Differs(row))
            {
                rows[count++] = row;
            }
        }

        _rows = rows[..count];

        // By key within a shard the pages are visited in their order.
        _rows.AsSpan().Sort((a, b) => (states.Shards[a], states.Keys[a]).CompareTo((states.Shards[b], states.Keys[b])));
        for (int from = 0, row = 1; row <= count; row++)
        {
            if (row == count || row - from == most || states.Shards[_rows[row]] != states.Shards[_rows[from]])
            {
                _groups.Add(from..row);
                from = row;
            }
        }
    }

    internal int Count => _groups.Count;

    /// <summary>Which groups are written in one transaction: of so many rows at most, or one.</summary>
    internal IEnumerable<Range[]> Together(int most)
    {
        int from = 0;
        int rows = 0;
        for (int group = 0; group < Count; group++)
        {
            int more = Span(_groups[group]).Count;
            if (rows > 0 && rows + more > most)
            {
                yield return [.. _groups[from..group]];
                (from, rows) = (group, 0);
            }

            rows += more;
        }

        yield return [.. _groups[from..]];
    }

    /// <summary>Where a group, or a part of one, begins, and how many rows it has.</summary>
    internal (int From, int Count) Span(Range group) => group.GetOffsetAndLength(_rows.Length);

    internal int Shard(Range group) => _states.Shards[Rows(group)[0]];

    internal ReadOnlySpan<int> Rows(Range group) => _rows.AsSpan(group);

    /// <summary>Marks all rows of a group as left to others, until <see cref="Take"/> says of one that it was written.</summary>
    internal void Leave(Range group)
    {
        foreach (int row in Rows(group))
        {
            _states.Flags[row] |= RowFlags.Left;
        }
    }

    /// <summary>Takes the mark off a row that was written.</summary>
    internal void Take(Range group, long key)
    {
        ReadOnlySpan<int> rows = Rows(group);
        (int low, int high) = (0, rows.Length - 1);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _states.Keys[rows[middle]] < key ? (middle + 1, high) : (low, middle);
        }

        _states.Flags[rows[low]] &= ~RowFlags.Left;
    }

    /// <summary>Marks a row as one that the database refuses.</summary>
    /// <returns>Its key.</returns>
    internal long Refuse(Range one)
    {
        int row = Rows(one)[0];
        _states.Flags[row] = (_states.Flags[row] & ~RowFlags.Left) | RowFlags.Refused;
        return _states.Keys[row];
    }
}
