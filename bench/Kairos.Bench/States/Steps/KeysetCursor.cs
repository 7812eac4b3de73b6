using Npgsql;
using NpgsqlTypes;

namespace Kairos.Bench.States.Steps;

/// <summary>The fourth of the original's six: all rows with slots by key, each batch from behind the last one's end on.</summary>
internal sealed class KeysetCursor : ILadderStep
{
    private const int Batch = 1_000;

    public string Name => "step 4: keyset cursor over all, needed columns, written by shard";

    public string? NextColumn => null;

    public async Task<StepCounts> RunAsync(NpgsqlConnection connection, long now)
    {
        long read = 0;
        await using ShardWrites writes = await ShardWrites.OpenAsync(connection, nextColumn: null);
        foreach (SlotKind kind in SlotKind.All)
        {
            // A cursor for each medium: behind type and channel the index is by id. The limit comes before the join, and is no parameter:
            // the planner is to see that a batch looks up a thousand schedules, and does not hash all of them.
            await using NpgsqlCommand batch = new(
                $"""
                select {SlotRow.Columns(kind)} from
                    (select * from dsp_show_status s where s.type = '{kind.Type}' and s.channel = $1 and s.id > $2 order by s.id limit {Batch}) s
                    join {kind.Table} u on u.id = s.cga_id order by s.id
                """,
                connection);
            batch.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Smallint });
            batch.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bigint });
            await batch.PrepareAsync();
            foreach (int channel in kind.Channels)
            {
                batch.Parameters[0].Value = (short)channel;
                read += await WalkAsync(batch, kind, writes, now);
            }
        }

        await writes.WriteRestAsync();
        return new StepCounts(read, writes.Written);
    }

    private static async Task<long> WalkAsync(NpgsqlCommand batch, SlotKind kind, ShardWrites writes, long now)
    {
        long read = 0;
        for (long last = 0, count = Batch; count == Batch; read += count)
        {
            batch.Parameters[1].Value = last;
            count = 0;
            await using (NpgsqlDataReader reader = await batch.ExecuteReaderAsync())
            {
                while (await reader.ReadAsync())
                {
                    SlotRow row = SlotRow.Read(kind, reader);
                    (last, count) = (row.Id, count + 1);
                    int right = row.StatusAt(now);
                    if (right != row.Status)
                    {
                        writes.Add(row.Shard, row.Id, right, next: 0);
                    }
                }
            }

            await writes.WriteFullAsync();
        }

        return read;
    }
}
