using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;
using Npgsql;
using NpgsqlTypes;

namespace Kairos.PostgreSql.Connections;

/// <summary>Reads columns as the engine's types.</summary>
internal static class Rows
{
    public static JobId JobId(this NpgsqlDataReader row, int column) => new(row.GetGuid(column));

    public static Instant Instant(this NpgsqlDataReader row, int column) => PgTime.Instant(row.GetFieldValue<long>(column));

    public static Instant? MaybeInstant(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.Instant(column);

    public static int? MaybeInt(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

    public static string? MaybeText(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static byte[] Bytes(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? [] : row.GetFieldValue<byte[]>(column);

    public static async ValueTask<List<T>> AllAsync<T>(this NpgsqlCommand command, Func<NpgsqlDataReader, T> read)
    {
        List<T> rows = [];
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public static async ValueTask<T?> FirstAsync<T>(this NpgsqlCommand command, Func<NpgsqlDataReader, T> read)
        where T : struct
    {
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? read(reader) : null;
    }

    public static ArmedRow Armed(NpgsqlDataReader row) => new()
    {
        Id = row.JobId(0),
        Owner = row.GetString(1),
        Kind = row.GetString(2),
        Key = row.MaybeText(3),
        Due = row.Instant(4),
        At = row.Instant(5),
        Priority = row.GetInt32(6),
        Fence = row.GetInt64(7),
        Attempt = row.GetInt32(8),
        Lost = row.GetInt32(9),
        Version = row.GetInt32(10),
        MaxAttempts = row.MaybeInt(11),
        Trigger = row.MaybeText(12),
        Settle = row.GetBoolean(13),
        Payload = row.Bytes(14),
        Ran = row.GetInt32(15),
        Place = PgPlace.Of(row.GetFieldValue<NpgsqlTid>(16)),
    };
}
