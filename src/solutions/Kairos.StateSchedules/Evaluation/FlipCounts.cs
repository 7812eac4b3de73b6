using Kairos.StateSchedules.Mapping;

namespace Kairos.StateSchedules.Evaluation;

/// <summary>How many rows went from which state to which.</summary>
/// <remarks>Counts rows whose status changed. One that stays off for the same first reason, as a paused row does, counts as from that to that.</remarks>
/// <threadsafety>For one slice.</threadsafety>
internal sealed class FlipCounts
{
    private readonly long[] _counts = new long[StateWords.Count * StateWords.Count];

    /// <summary>Rows that went from one to the other.</summary>
    internal long this[StateWord from, StateWord to] => _counts[((int)from * StateWords.Count) + (int)to];

    internal long Total
    {
        get
        {
            long total = 0;
            foreach (long count in _counts)
            {
                total += count;
            }

            return total;
        }
    }

    /// <summary>Counts rows that were evaluated.</summary>
    internal void Add(RowStates batch, StateBits bits)
    {
        for (int row = 0; row < batch.Count; row++)
        {
            if (batch.Status[row] != batch.NewStatus[row])
            {
                Add(StateWords.Of(batch.Status[row], batch.Flags[row], bits), StateWords.Of(batch.NewStatus[row], batch.Flags[row], bits), 1);
            }
        }
    }

    /// <summary>Counts more of one kind: from the notes of a run.</summary>
    internal void Add(StateWord from, StateWord to, long rows) => _counts[((int)from * StateWords.Count) + (int)to] += rows;

    /// <summary>Counts what another counted.</summary>
    internal void Add(FlipCounts other)
    {
        for (int i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }
    }

    /// <summary>Those that are not zero, by from and to.</summary>
    internal IEnumerable<(StateWord From, StateWord To, long Rows)> Flips()
    {
        for (int i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] != 0)
            {
                yield return ((StateWord)(i / StateWords.Count), (StateWord)(i % StateWords.Count), _counts[i]);
            }
        }
    }
}
