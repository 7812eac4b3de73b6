using Kairos.Jobs;
using Kairos.PostgreSql.Connections;
using Kairos.Stores;
using Kairos.Stores.Rows;
using Kairos.Time;
using Npgsql;

namespace Kairos.PostgreSql.Verbs;

/// <summary>Settles what nodes held that have ended.</summary>
internal sealed class TakeOverVerb(Database database)
{
    public ValueTask<TakeOver> SettleAsync(Instant now, TimeSpan term, int limit, int? node, CancellationToken ct) => database.InTransactionAsync(
        async connection => (await SettleAsync(connection, now, node, await ReadAsync(connection, term, limit)), true), ct);

    private async ValueTask<TakeOver> SettleAsync(NpgsqlConnection connection, Instant now, int? node, List<LeftBehind> rows)
    {
        if (rows.Count == 0)
        {
            return TakeOver.Nothing;
        }

        Settlement[] settled = [.. rows.Select(row => Settlement.Of(row, now))];
        RunRecorder runs = new(database, connection, node);
        await runs.RecordAsync([.. settled.Where(static s => s.Run is not null).Select(static s => s.Run!)]);
        await runs.RecordAsync([.. settled.Where(static s => s.Cancelled is not null).Select(static s => s.Cancelled!)]);
        await FreeAsync(connection, [.. rows.Zip(settled).Where(static r => r.Second.Free is not null).Select(static r => (r.First, r.Second.Free!.Value))]);
        await DeleteAsync(connection, [.. rows.Zip(settled).Where(static r => r.Second.Free is null).Select(static r => r.First.Id)]);
        return settled.Aggregate(TakeOver.Nothing, static (sum, s) => sum + s.Count);
    }

    private async ValueTask FreeAsync(NpgsqlConnection connection, List<(LeftBehind Row, FreedRow Free)> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        await using NpgsqlCommand free = database.Command("take_over_free", connection);
        free.Parameters
            .Holds(rows, static r => new Hold(r.Row.Id, r.Row.Fence))
            .Instants(rows, static r => r.Free.At)
            .MaybeInts(rows, static r => r.Free.Attempt)
            .Ints(rows, static r => r.Free.Lost)
            .Flags(rows, static r => r.Free.Settle)
            .Texts(rows, static r => PgText.Prose(r.Free.Reason))
            .Ints(rows, static r => r.Free.Ran);
        await free.ExecuteNonQueryAsync();
    }

    private async ValueTask DeleteAsync(NpgsqlConnection connection, List<JobId> ids)
    {
        if (ids.Count == 0)
        {
            return;
        }

        await using NpgsqlCommand delete = database.Command("job_delete", connection);
        delete.Parameters.Ids(ids, static id => id);
        await delete.ExecuteNonQueryAsync();
    }

    private async ValueTask<List<LeftBehind>> ReadAsync(NpgsqlConnection connection, TimeSpan term, int limit)
    {
        await using NpgsqlCommand read = database.Command("take_over_read", connection);
        read.Parameters.Int(limit);
        return await read.AllAsync(row => new LeftBehind
        {
            Id = row.JobId(0),
            Owner = row.GetString(1),
            Kind = row.GetString(2),
            Key = row.MaybeText(3),
            Due = row.Instant(4),
            At = row.Instant(5),
            Moved = row.GetBoolean(6),
            Fence = row.GetInt64(7),
            Attempt = row.GetInt32(8),
            Lost = row.GetInt32(9),
            Settle = row.GetBoolean(10),
            MarkKind = (MarkKind)row.GetInt16(11),
            MarkAt = row.MaybeInstant(12),
            EndWanted = row.GetBoolean(13),
            Repeats = row.GetBoolean(14),
            OwnDue = row.Instant(15),
            OwnAt = row.Instant(16),
            Reason = row.MaybeText(17),
            Reached = row.MaybeInstant(18) + term,
        });
    }
}
