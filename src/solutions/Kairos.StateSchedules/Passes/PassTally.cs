using System.Collections.Frozen;
using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Passes;

/// <summary>What a stint finds.</summary>
/// <param name="mapping">The mapping's name.</param>
/// <param name="shards">Those that ticks read; null where there is no column of them.</param>
/// <threadsafety>For one stint.</threadsafety>
internal sealed class PassTally(string mapping, FrozenSet<int>? shards)
{
    private readonly KeySample _different = new();
    private readonly KeySample _unreadable = new();
    private readonly KeySample _unticked = new();
    private long _read;
    private long _statusWrong;
    private long _nextWrong;
    private long _wereDue;
    private long _mended;
    private long _left;
    private Refusal? _refusal;

    internal int Statements { get; set; }

    internal long Read => _read;

    /// <summary>A batch as it was evaluated, before its write-back.</summary>
    /// <returns>How many rows there are to write.</returns>
    internal long Judge(RowBatch batch, long now)
    {
        _read += batch.Count;
        long before = _different.Count;
        for (int row = 0; row < batch.Count; row++)
        {
            if ((batch.Flags[row] & RowFlags.Unreadable) != RowFlags.None)
            {
                _unreadable.Add(batch.Keys[row]);
            }

            if (shards?.Contains(batch.Shards[row]) == false)
            {
                _unticked.Add(batch.Keys[row]);
            }

            if (batch.Differs(row))
            {
                _different.Add(batch.Keys[row]);
                _statusWrong += batch.Status[row] != batch.NewStatus[row] ? 1 : 0;
                _nextWrong += batch.NextChange[row] != batch.NewNextChange[row] ? 1 : 0;
                _wereDue += batch.NextChange[row] <= now ? 1 : 0;
            }
        }

        return _different.Count - before;
    }

    internal void AddWritten(Written written, long wanted)
    {
        _mended += written.Rows;
        _left += wanted - written.Rows - (written.Refusal?.Rows ?? 0);
        _refusal = Refusal.Plus(_refusal, written.Refusal);
        Statements += written.Statements;
    }

    internal PassCounts ToCounts(bool repeated) => new()
    {
        Read = _read,
        Different = _different.Count,
        StatusWrong = _statusWrong,
        NextChangeWrong = _nextWrong,
        WereDue = _wereDue,
        Mended = _mended,
        Left = _left,
        Unreadable = _unreadable.Count,
        Refused = _refusal?.Rows ?? 0,
        Refusal = _refusal?.Tell(mapping),
        Unticked = _unticked.Count,
        DifferentKeys = _different.Keys,
        UnreadableKeys = _unreadable.Keys,
        UntickedKeys = _unticked.Keys,
        Statements = Statements,
        Stints = 1,
        Repeated = repeated ? 1 : 0,
    };
}
