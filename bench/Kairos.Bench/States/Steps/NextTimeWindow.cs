using AdPlatform.Schedules;
using Npgsql;
using NpgsqlTypes;

namespace Kairos.Bench.States.Steps;

/// <summary>The fifth of the original's six: a column says when a row next changes, and only what lies in a window around now is read.</summary>
internal sealed class NextTimeWindow : ILadderStep
{
    /// <summary>The original's column. Ours comes and goes by the product's own steps.</summary>
    internal const string Column = "next_time";

    private const long Before = 4 * Truth.HalfHour;
    private const long Behind = Truth.HalfHour;

    public string Name => "step 5: next_time from 2 h ago to 30 min ahead, written by shard";

    public string NextColumn => Column;

    public async Task<StepCounts> RunAsync(NpgsqlConnection connection, long now)
    {
        long read = 0;
        await using ShardWrites writes = await ShardWrites.OpenAsync(connection, Column);
        foreach (SlotKind kind in SlotKind.All)
        {
            await using NpgsqlCommand window = new(
                $"""
                select {SlotRow.Columns(kind)}, s.{Column} from dsp_show_status s join {kind.Table} u on u.id = s.cga_id
                where {kind.Filter} and s.{Column} >= $1 and s.{Column} < $2
                """,
                connection);
            window.Parameters.Add(new NpgsqlParameter { Value = SlotRow.Time(now - Before), NpgsqlDbType = NpgsqlDbType.TimestampTz });
            window.Parameters.Add(new NpgsqlParameter { Value = SlotRow.Time(now + Behind), NpgsqlDbType = NpgsqlDbType.TimestampTz });
            await using NpgsqlDataReader reader = await window.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                SlotRow row = SlotRow.Read(kind, reader);
                read++;
                (int right, long next) = (row.StatusAt(now), row.NextAfter(now));
                if (right != row.Status || next != SlotRow.Micros(reader, 6))
                {
                    writes.Add(row.Shard, row.Id, right, next);
                }
            }
        }

        await writes.WriteRestAsync();
        return new StepCounts(read, writes.Written);
    }
}
