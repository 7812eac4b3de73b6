using System.Data.Common;
using Kairos.StateSchedules.Evaluation;

namespace Kairos.StateSchedules.Tables;

/// <summary>From the rows of a statement to the columns of a batch.</summary>
internal static class RowReader
{
    private const int Key = 0;
    private const int Shard = 1;
    private const int Version = 2;
    private const int Status = 3;
    private const int Next = 4;
    private const int Start = 5;
    private const int End = 6;
    private const int Flags = 7;
    private const int Grid = 8;

    /// <summary>Fills the batch behind the rows that it has.</summary>
    internal static async ValueTask FillAsync(DbDataReader reader, Dialect dialect, GridColumn grids, RowBatch batch, CancellationToken ct)
    {
        while (await reader.ReadAsync(ct))
        {
            Fill(reader, dialect, grids, batch, batch.Count);
            batch.Count++;
        }
    }

    /// <summary>The order of due rows is what the next read goes on from: a row out of it would be passed over in silence.</summary>
    internal static void CheckDueOrder(RowBatch batch, DuePosition after)
    {
        for (int row = 0; row < batch.Count; row++)
        {
            DuePosition here = DuePosition.Of(batch, row);

            // What lies before all time is read as one instant, and ordered by what it was.
            if (!after.IsBefore(here) && here.NextChange != RowStates.Open)
            {
                throw new InvalidOperationException($"The database gave row {here.Key} out of order, behind {after.Key}: this is a fault of Kairos, please report it with the statement's plan.");
            }

            after = here;
        }
    }

    private static void Fill(DbDataReader reader, Dialect dialect, GridColumn grids, RowBatch batch, int row)
    {
        batch.Keys[row] = reader.GetInt64(Key);
        batch.Shards[row] = reader.IsDBNull(Shard) ? 0 : reader.GetInt32(Shard);
        batch.Versions[row] = reader.GetInt64(Version);
        batch.Status[row] = reader.GetInt64(Status);
        RowFlags flags = (RowFlags)reader.GetInt32(Flags);
        batch.NextChange[row] = Instant(reader, dialect, Next, RowBatch.Never, ref flags);
        batch.Starts[row] = Instant(reader, dialect, Start, RowBatch.Open, ref flags);
        batch.Ends[row] = Instant(reader, dialect, End, RowBatch.Never, ref flags);
        flags |= grids.Read(reader, Grid, out batch.Grids[row]);
        batch.Flags[row] = flags;
        batch.NewStatus[row] = batch.Status[row];
        batch.NewNextChange[row] = batch.NextChange[row];
    }

    private static long Instant(DbDataReader reader, Dialect dialect, int ordinal, long open, ref RowFlags flags)
    {
        if (reader.IsDBNull(ordinal))
        {
            return open;
        }

        if (dialect.TryRead(reader, ordinal, out long micros))
        {
            return micros;
        }

        flags |= RowFlags.Unreadable;
        return open;
    }
}
