using AdPlatform.Schedules;
using Npgsql;
using NpgsqlTypes;

namespace Kairos.Bench.States.Steps;

/// <summary>The first of the original's six: from the least id to the greatest in fixed steps of ids, whether there are rows or not.</summary>
internal sealed class KeyRangeWalk : ILadderStep
{
    private const long Ids = 10_000;

    public string Name => "step 1: walk over the key range, all columns, a statement a row";

    public string? NextColumn => null;

    public async Task<StepCounts> RunAsync(NpgsqlConnection connection, long now)
    {
        StepCounts all = default;
        await using NpgsqlCommand update = new("update dsp_show_status set status = $2 where id = $1", connection);
        update.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bigint });
        update.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Integer });
        await update.PrepareAsync();
        foreach (SlotKind kind in SlotKind.All)
        {
            (long least, long greatest) = await RangeAsync(connection, kind);
            await using NpgsqlCommand status = Command(connection, $"select s.* from dsp_show_status s where {kind.Filter} and s.id >= $1 and s.id < $2", NpgsqlDbType.Bigint, NpgsqlDbType.Bigint);
            await using NpgsqlCommand schedules = Command(connection, $"select * from {kind.Table} where id = any($1)", NpgsqlDbType.Array | NpgsqlDbType.Bigint);
            for (long from = least; from <= greatest; from += Ids)
            {
                List<WholeRow> rows = await ReadAsync(status, schedules, kind, from);
                foreach (WholeRow row in rows)
                {
                    int right = (row.Status & (~Truth.Mask | Truth.BudgetExhausted)) | kind.BitsOf(row.Grid, row.Start, row.End, now);
                    if (right != row.Status)
                    {
                        update.Parameters[0].Value = row.Id;
                        update.Parameters[1].Value = right;
                        all = all with { Written = all.Written + await update.ExecuteNonQueryAsync() };
                    }
                }

                all = all with { Read = all.Read + rows.Count };
            }
        }

        return all;
    }

    private static async Task<(long Least, long Greatest)> RangeAsync(NpgsqlConnection connection, SlotKind kind)
    {
        await using NpgsqlCommand range = new($"select min(s.id), max(s.id) from dsp_show_status s where {kind.Filter}", connection) { CommandTimeout = 0 };
        await using NpgsqlDataReader reader = await range.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    private static async Task<List<WholeRow>> ReadAsync(NpgsqlCommand status, NpgsqlCommand schedules, SlotKind kind, long from)
    {
        status.Parameters[0].Value = from;
        status.Parameters[1].Value = from + Ids;
        List<WholeRow> rows = [];
        await using (NpgsqlDataReader reader = await status.ExecuteReaderAsync())
        {
            object[] columns = new object[reader.FieldCount];
            while (await reader.ReadAsync())
            {
                reader.GetValues(columns);
                rows.Add(new WholeRow((long)columns[reader.GetOrdinal("id")], (long)columns[reader.GetOrdinal("cga_id")], (int)columns[reader.GetOrdinal("status")]));
            }
        }

        if (rows.Count > 0)
        {
            Dictionary<long, WholeRow> byEntity = rows.ToDictionary(row => row.Entity);
            schedules.Parameters[0].Value = byEntity.Keys.ToArray();
            await using NpgsqlDataReader reader = await schedules.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                WholeRow row = byEntity[reader.GetInt64(reader.GetOrdinal("id"))];
                row.Start = SlotRow.Micros(reader, reader.GetOrdinal("start_at")) ?? Truth.Always;
                row.End = SlotRow.Micros(reader, reader.GetOrdinal("end_at")) ?? Truth.Never;
                row.Grid = reader.IsDBNull(reader.GetOrdinal(kind.Grid)) ? null : reader.GetFieldValue<byte[]>(reader.GetOrdinal(kind.Grid));
            }
        }

        return rows;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params ReadOnlySpan<NpgsqlDbType> types)
    {
        NpgsqlCommand command = new(sql, connection);
        foreach (NpgsqlDbType type in types)
        {
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type });
        }

        command.Prepare();
        return command;
    }

    private sealed class WholeRow(long id, long entity, int status)
    {
        internal long Id { get; } = id;

        internal long Entity { get; } = entity;

        internal int Status { get; } = status;

        internal long Start { get; set; } = Truth.Always;

        internal long End { get; set; } = Truth.Never;

        internal byte[]? Grid { get; set; }
    }
}
