using Kairos.StateSchedules.Evaluation;

namespace Kairos.StateSchedules.Tables;

/// <summary>What differs of rows that were read by key, until it is worth a write-back: neighbours by key lie on many shards, and a statement writes one.</summary>
/// <remarks>A row that was changed since it was read is not as it was read, and is left.</remarks>
/// <param name="table">Where it is written.</param>
/// <param name="written">Told of each write-back.</param>
/// <threadsafety>For one slice.</threadsafety>
internal sealed class Gathering(IStateTable table, Action<RowStates, Written> written)
{
    private RowStates _rows = new(0);
    private int _statementRows;

    /// <summary>Takes what differs of a batch; writes when another one might not find room.</summary>
    /// <param name="batch">Evaluated.</param>
    /// <param name="statementRows">The most rows of one statement.</param>
    /// <param name="ct">Gives up between two statements.</param>
    internal async ValueTask AddAsync(RowBatch batch, int statementRows, CancellationToken ct)
    {
        int most = Math.Max(batch.Capacity, table.Gathered(statementRows));
        if (_rows.Capacity != most)
        {
            await WriteAsync(ct);
            _rows = new RowStates(most);
        }

        _statementRows = statementRows;
        for (int row = 0; row < batch.Count; row++)
        {
            if (batch.Differs(row))
            {
                _rows.Add(batch, row);
            }
        }

        if (_rows.Count + batch.Capacity > most)
        {
            await WriteAsync(ct);
        }
    }

    /// <summary>Writes what there is.</summary>
    internal async ValueTask WriteAsync(CancellationToken ct)
    {
        if (_rows.Count > 0)
        {
            written(_rows, await table.WriteAsync(_rows, _statementRows, ct));
            _rows.Count = 0;
        }
    }
}
