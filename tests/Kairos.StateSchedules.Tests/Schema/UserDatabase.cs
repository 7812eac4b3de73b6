using System.Data.Common;
using System.Globalization;
using Kairos.Sqlite;
using Kairos.StateSchedules.Tables;
using Kairos.Time;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Kairos.StateSchedules.Tests.Schema;

/// <summary>A database of a user's with an ad platform's tables in it, as they are before Kairos comes.</summary>
internal sealed class UserDatabase : IAsyncDisposable
{
    internal const string Ads = """
        create table dsp_show_status (id bigint primary key, type text not null, channel int not null, shard int not null, unit_id bigint not null, status int not null, version bigint not null default 0);
        create table ad_unit (id bigint primary key, time_series text, start_at timestamptz, end_at timestamptz, is_paused boolean not null default false, name text);
        create table ad_budget (unit_id bigint primary key, spent int not null, daily int not null);
        insert into ad_unit (id, time_series, name) values (70, '1', 'a'), (71, '0', 'b');
        insert into dsp_show_status (id, type, channel, shard, unit_id, status) values (1, 'unit', 1, 0, 70, 32), (2, 'unit', 1, 1, 71, 0), (3, 'plan', 1, 0, 70, 0);
        """;

    private readonly Func<ValueTask> _after;

    private UserDatabase(StateDatabaseKind kind, DbDataSource source, Func<ValueTask> after)
    {
        Kind = kind;
        Source = source;
        _after = after;
    }

    internal StateDatabaseKind Kind { get; }

    internal DbDataSource Source { get; }

    internal static async Task<UserDatabase> PostgreSqlAsync(PostgresFixture server)
    {
        string connection = await server.DatabaseAsync();
        return new UserDatabase(StateDatabaseKind.PostgreSql, NpgsqlDataSource.Create(connection), () => server.ReturnAsync(connection));
    }

    internal static async Task<UserDatabase> SqliteAsync()
    {
        // A store binds the system's library, once in a process.
        await using (SqliteStore binding = new(new SqliteStoreOptions { Temporary = true }, NullLogger<SqliteStore>.Instance, TimeProvider.System))
        {
            _ = await binding.OpenAsync(new Instant(0), CancellationToken.None);
        }

        string folder = Directory.CreateTempSubdirectory("kairos-states-").FullName;
        UserDatabase made = new(StateDatabaseKind.Sqlite, SqliteFactory.Instance.CreateDataSource($"Data Source={Path.Combine(folder, "ads.db")}"), () => Forget(folder));

        // As the server opens it: without it, of two who read and then write, one is refused at once.
        await made.RunAsync("pragma journal_mode = wal");
        return made;
    }

    /// <summary>The same SQLite file by connections that wait one second for a lock.</summary>
    internal UserDatabase Hasty() => new(Kind, SqliteFactory.Instance.CreateDataSource($"{Source.ConnectionString};Default Timeout=1"), static () => default);

    internal async Task RunAsync(string sql)
    {
        await using DbCommand command = Source.CreateCommand(sql);
        _ = await command.ExecuteNonQueryAsync();
    }

    internal async Task<string?> ReadAsync(string sql)
    {
        await using DbCommand command = Source.CreateCommand(sql);
        object? value = await command.ExecuteScalarAsync();
        return value is null or DBNull ? null : Convert.ToString(value, CultureInfo.InvariantCulture);
    }

    /// <summary>The ids of rows that are due, in order; and then none is any more.</summary>
    internal async Task<string> TakeDueAsync(string table = "dsp_show_status", string key = "id")
    {
        string now = Kind == StateDatabaseKind.PostgreSql ? "clock_timestamp()" : "(cast(strftime('%s', 'now') as integer) + 1) * 1000000";
        string list = Kind == StateDatabaseKind.PostgreSql ? $"string_agg({key}::text, ' ' order by {key})" : $"group_concat({key}, ' ')";
        string due = await ReadAsync($"select {list} from (select {key} from {table} where next_change <= {now} order by {key}) d") ?? "";
        await RunAsync($"update {table} set next_change = null");
        return due;
    }

    /// <summary>All that a schema has, as text: what Kairos takes away leaves none of it changed.</summary>
    internal Task<string?> DumpAsync() => ReadAsync(Kind == StateDatabaseKind.PostgreSql
        ? """
          select string_agg(line, E'\n' order by line) from (
            select format('column %s %s %s', attrelid::regclass, attname, format_type(atttypid, atttypmod)) as line from pg_attribute join pg_class c on c.oid = attrelid
              where relnamespace = 'public'::regnamespace and attnum > 0 and not attisdropped
            union all select format('index %s', pg_get_indexdef(indexrelid)) from pg_index join pg_class c on c.oid = indrelid where relnamespace = 'public'::regnamespace
            union all select format('trigger %s', pg_get_triggerdef(oid)) from pg_trigger where not tgisinternal
            union all select format('function %s', proname) from pg_proc where pronamespace = 'public'::regnamespace) lines
          """
        : "select group_concat(type || ' ' || name || ' ' || coalesce(sql, ''), char(10)) from (select * from sqlite_master order by type, name)");

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await _after();
    }

    private static ValueTask Forget(string folder)
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
        return default;
    }
}
