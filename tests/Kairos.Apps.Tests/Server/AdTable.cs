using System.Globalization;
using Kairos.Lab.Databases;
using Kairos.StateSchedules.Mapping;
using Npgsql;

namespace Kairos.Apps.Tests.Server;

/// <summary>The rows of <see cref="AdFile"/> on PostgreSQL, over two shards, their grids and dates in a table beside them, without a version column.</summary>
internal sealed class AdTable : IAsyncDisposable
{
    private const string Json = """
        {
          "name": "ads", "connection": "env:ADS", "table": "ad", "key": "id", "shard": "shard", "shards": "0-1", "slices": 2, "zone": "Asia/Shanghai", "every": "1h",
          "status": "status", "bits": { "ended": 2, "outsideSlots": 4, "budgetExhausted": 8 },
          "schedule": { "table": "ad_unit", "key": "id", "by": "unit_id", "grid": "grid", "end": "end_at", "paused": "paused" }
        }
        """;

    private readonly YardDatabase _database;

    private AdTable(YardDatabase database) => _database = database;

    internal StateMapping Mapping => MappingReader.Read(Json, _ => _database.ConnectionString).Mappings.Single();

    internal static async Task<AdTable> CreateAsync(DatabaseYard yard)
    {
        AdTable table = new(await yard.CreateDatabaseAsync(CancellationToken.None));
        await table.AskAsync("""
            create table ad_unit (id bigint primary key, grid text, end_at timestamptz, paused boolean not null default false);
            create table ad (id bigint primary key, shard int not null, unit_id bigint not null, status int not null default 0);
            insert into ad_unit values (11, null, null), (12, repeat('0', 336), null), (13, null, '2020-01-01T00:00:00Z');
            insert into ad values (1, 0, 11), (2, 1, 12), (3, 1, 13);
            """);
        return table;
    }

    /// <summary>The status of rows 1, 2 and 3.</summary>
    internal Task<string> StatusAsync() => AskAsync("select string_agg(status::text, ' ' order by id) from ad");

    internal async Task<string> AskAsync(string sql)
    {
        await using NpgsqlConnection connection = new($"{_database.ConnectionString};Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(sql, connection);
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture)!;
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
