using Kairos.StateSchedules.Evaluation;

namespace Kairos.StateSchedules.Tables;

/// <summary>The rows that differ, in groups of one shard and so many at most.</summary>
internal sealed class ShardGroups
{
    private readonly RowStates _batch;
    private readonly int[] _rows;
    private readonly List<Range> _groups = [];

    internal ShardGroups(RowStates batch, int most)
    {
        _batch = batch;
        int[] rows = new int[batch.Count];
        int count = 0;
        for (int row = 0; row < batch.Count; row++)
        {
            if (batch.Differs(row))
            {
                rows[count++] = row;
            }
        }

        _rows = rows[..count];

        // By key within a shard the pages are visited in their order.
        _rows.AsSpan().Sort((a, b) => (batch.Shards[a], batch.Keys[a]).CompareTo((batch.Shards[b], batch.Keys[b])));
        for (int from = 0, row = 1; row <= count; row++)
        {
            if (row == count || row - from == most || batch.Shards[_rows[row]] != batch.Shards[_rows[from]])
            {
                _groups.Add(from..row);
                from = row;
            }
        }
    }

    internal int Count => _groups.Count;

    /// <summary>Which groups are written in one transaction: of so many rows at most, or one.</summary>
    internal IEnumerable<Range> Together(int most)
    {
        int from = 0;
        int rows = 0;
        for (int group = 0; group < Count; group++)
        {
            int more = Rows(group).Length;
            if (rows > 0 && rows + more > most)
            {
                yield return from..group;
                (from, rows) = (group, 0);
            }

            rows += more;
        }

        yield return from..Count;
    }

    internal int Shard(int group) => _batch.Shards[Rows(group)[0]];

    internal ReadOnlySpan<int> Rows(int group) => _rows.AsSpan(_groups[group]);

    /// <summary>Marks all rows of a group as left to others, until <see cref="Take"/> says of one that it was written.</summary>
    internal void Leave(int group)
    {
        foreach (int row in Rows(group))
        {
            _batch.Flags[row] |= RowFlags.Left;
        }
    }

    /// <summary>Takes the mark off a row that was written.</summary>
    internal void Take(int group, long key)
    {
        ReadOnlySpan<int> rows = Rows(group);
        (int low, int high) = (0, rows.Length - 1);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _batch.Keys[rows[middle]] < key ? (middle + 1, high) : (low, middle);
        }

        _batch.Flags[rows[low]] &= ~RowFlags.Left;
    }
}
