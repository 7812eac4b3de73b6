using AdPlatform.Schedules;
using Kairos.Bench.Peers;
using Npgsql;
using NpgsqlTypes;

namespace Kairos.Bench.States;

/// <summary>The ad platform's status table, with a state that it is put back to before each step.</summary>
/// <remarks>That state is kept in a table of its own, <c>original</c>: of each row with slots the status, and when it next changes.</remarks>
/// <param name="source">On whose connections no trigger fires: what is put back is no edit.</param>
/// <param name="database">The database.</param>
internal sealed class StatusTable(NpgsqlDataSource source, PeerDatabase database)
{
    /// <summary>Empty until <see cref="RememberAsync"/>; the oracle reads it.</summary>
    internal Task PrepareAsync() => ExecuteAsync("create table original (id bigint not null, status integer not null, next timestamptz)");

    /// <summary>Keeps the state as it is, which is right for that instant.</summary>
    internal async Task RememberAsync(StateOracle oracle, long now)
    {
        await using (NpgsqlConnection connection = await source.OpenConnectionAsync())
        await using (NpgsqlBinaryImporter copy = await connection.BeginBinaryImportAsync("copy original (id, status, next) from stdin (format binary)"))
        {
            await foreach (SlotRow row in oracle.ReadAsync(nextColumn: null))
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(row.Id, NpgsqlDbType.Bigint);
                await copy.WriteAsync(row.Status, NpgsqlDbType.Integer);
                if (SlotRow.Time(row.NextAfter(now)) is { } next)
                {
                    await copy.WriteAsync(next, NpgsqlDbType.TimestampTz);
                }
                else
                {
                    await copy.WriteNullAsync();
                }
            }

            await copy.CompleteAsync();
        }

        await ExecuteAsync("alter table original add primary key (id)");
        await database.SettleAsync(analyze: true);
    }

    /// <summary>
    /// Changes what will change, and puts it back: so that the first step, too, finds room for new versions in the pages, and finds
    /// the pages where the others do.
    /// </summary>
    internal async Task TouchAsync(long now)
    {
        await ExecuteAsync($"update dsp_show_status s set status = s.status # {Truth.OutsideSlots} from original o where o.id = s.id and o.next <= $1", now);
        await RestoreAsync(nextColumn: null, now);
    }

    /// <summary>Adds a column of the next change with a plain index, right for the state that is kept.</summary>
    internal async Task AddNextAsync(string column)
    {
        await ExecuteAsync($"alter table dsp_show_status add column {column} timestamptz");
        await FillAsync(column);
        await ExecuteAsync($"create index on dsp_show_status ({column})");
        await database.SettleAsync(analyze: true);
    }

    /// <summary>Sets the next change of all rows that have one, known beforehand, in one statement.</summary>
    /// <returns>How many.</returns>
    internal Task<int> FillAsync(string nextColumn) =>
        ExecuteAsync($"update dsp_show_status s set {nextColumn} = o.next from original o where o.id = s.id and o.next is not null");

    /// <summary>Takes every value of the next change away.</summary>
    internal Task EmptyAsync(string nextColumn) => ExecuteAsync($"update dsp_show_status set {nextColumn} = null where {nextColumn} is not null");

    /// <summary>Puts back what can have changed up to that instant, and settles: vacuum, then a checkpoint.</summary>
    internal async Task RestoreAsync(string? nextColumn, long now)
    {
        (string sets, string differs) = nextColumn is null
            ? ("status = o.status", "s.status <> o.status")
            : ($"status = o.status, {nextColumn} = o.next", $"(s.status <> o.status or s.{nextColumn} is distinct from o.next)");
        await ExecuteAsync($"update dsp_show_status s set {sets} from original o where o.id = s.id and o.next <= $1 and {differs}", now);
        await database.SettleAsync(analyze: true);
    }

    /// <summary>Makes one in a thousand values of the next change wrong: gone, a week late, minutes early, or there where none should be.</summary>
    /// <returns>How many.</returns>
    internal Task<int> FalsifyAsync(string nextColumn, long seed) => ExecuteAsync(
        $"""
        update dsp_show_status s set {nextColumn} = case
            when o.next is null then timestamptz '2030-01-01'
            when o.id % 3 = 0 then null
            when o.id % 3 = 1 then o.next + interval '7 days'
            else o.next - interval '7 minutes' end
        from original o where o.id = s.id and (hashint8extended(o.id, {seed}) & 1023) = 0
        """);

    private async Task<int> ExecuteAsync(string sql, params long[] instants)
    {
        await using NpgsqlCommand command = source.CreateCommand(sql);
        foreach (long instant in instants)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = SlotRow.Time(instant), NpgsqlDbType = NpgsqlDbType.TimestampTz });
        }

        return await command.ExecuteNonQueryAsync();
    }
}
