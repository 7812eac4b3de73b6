using System.Diagnostics;
using Kairos.PostgreSql.Connections;
using Kairos.PostgreSql.Submitting;
using Kairos.Time;
using Npgsql;
using NpgsqlTypes;

namespace Kairos.Bench.Storage;

/// <summary>What the database does by itself: one-row commits, and COPY of a narrow row.</summary>
internal static class BareRows
{
    private const int Callers = 32;
    private const string Narrow = """
        create table if not exists narrow(id bigint primary key, queue integer not null, due timestamptz not null, state smallint not null default 0,
            kind text not null, payload bytea not null);
        create index if not exists narrow_due on narrow(due, id) where state = 0;
        truncate narrow
        """;

    private static readonly byte[] s_payload = new byte[64];

    /// <summary>Commits a second of one row each, by 32 callers, each on its connection.</summary>
    internal static async Task<double> SingleAsync(string connectionString, int rows)
    {
        await PostgresYard.AskAsync(connectionString, Narrow);
        await using NpgsqlDataSource source = NpgsqlDataSource.Create($"{connectionString};Maximum Pool Size={Callers};No Reset On Close=true");
        long next = 0;
        NpgsqlConnection[] connections = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => source.OpenConnectionAsync().AsTask()));
        long begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(connections.Select(connection => Task.Run(async () =>
        {
            await using NpgsqlCommand insert = new("insert into narrow(id, queue, due, kind, payload) values ($1, 0, '2000-01-01', 'noop', $2)", connection);
            NpgsqlParameter<long> id = new() { NpgsqlDbType = NpgsqlDbType.Bigint };
            insert.Parameters.Add(id);
            insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = s_payload, NpgsqlDbType = NpgsqlDbType.Bytea });
            await insert.PrepareAsync();
            while (Interlocked.Increment(ref next) is var n && n <= rows)
            {
                id.TypedValue = n;
                await insert.ExecuteNonQueryAsync();
            }
        })));
        double seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        foreach (NpgsqlConnection connection in connections)
        {
            await connection.DisposeAsync();
        }

        return rows / seconds;
    }

    /// <summary>Rows a second by binary COPY, so many a transaction.</summary>
    internal static async Task<double> CopyAsync(string connectionString, int rows, int copies)
    {
        await PostgresYard.AskAsync(connectionString, Narrow);
        await using NpgsqlConnection connection = new($"{connectionString};Pooling=false");
        await connection.OpenAsync();
        long begun = Stopwatch.GetTimestamp();
        for (int i = 0; i < copies; i++)
        {
            await CopyAsync(connection, Enumerable.Range(i * rows, rows));
        }

        return rows * copies / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    // Encoded as the store encodes its rows: Npgsql's own importer would make this side the slower one.
    private static async Task CopyAsync(NpgsqlConnection connection, IEnumerable<int> ids)
    {
        await using NpgsqlRawCopyStream copy = await connection.BeginRawBinaryCopyAsync("copy narrow(id, queue, due, state, kind, payload) from stdin (format binary)");
        using CopyBuffer rows = new();
        rows.Begin();
        foreach (int id in ids)
        {
            rows.Row(6);
            rows.Long(id);
            rows.Int(0);
            rows.Long(PgTime.Raw(default(Instant)));
            rows.Short(0);
            rows.Text("noop");
            rows.Bytes(s_payload);
            await rows.SendPieceAsync(copy);
        }

        await rows.SendEndAsync(copy);
    }
}
