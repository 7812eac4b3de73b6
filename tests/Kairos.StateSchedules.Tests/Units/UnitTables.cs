using AdPlatform.Schedules;
using Npgsql;

namespace Kairos.StateSchedules.Tests.Units;

/// <summary>A user's tables in PostgreSQL, as a test changes and reads them: status in shards, schedules and budgets beside it.</summary>
/// <remarks>The user's own SQL: nothing of the product is used here.</remarks>
internal sealed class UnitTables(NpgsqlDataSource source)
{
    internal const string Name = "units";
    private const int ToUnit = 1_000_000;
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);

    /// <summary>The mapping's file, its connection in the variable ADS_DB.</summary>
    internal static string Mapping(bool hasVersion = true) => $$"""
        {
          "name": "{{Name}}", "connection": "env:ADS_DB", "table": "unit_status", "key": "id", "shard": "shard", "shards": "0-7", "slices": 4,
          "zone": "Asia/Shanghai", "every": "1s", "status": "status", {{(hasVersion ? "\"version\": \"version\"," : "")}}
          "bits": { "notStarted": 1, "ended": 2, "outsideSlots": 4, "budgetExhausted": 8 },
          "schedule": { "table": "ad_unit", "key": "id", "by": "unit_id", "grid": "slots", "start": "start_at", "end": "end_at", "paused": "is_paused" },
          "budget": { "table": "ad_budget", "key": "unit_id", "by": "unit_id", "release": "b.spent < b.daily" }
        }
        """;

    internal Task CreateAsync() => RunAsync("""
        create table unit_status (id bigint primary key, shard int not null, unit_id bigint not null, status int not null, own int not null, version bigint not null default 0);
        create table ad_unit (id bigint primary key, slots text, start_at timestamptz, end_at timestamptz, is_paused boolean not null default false);
        create table ad_budget (unit_id bigint primary key, spent int not null, daily int not null);
        create table report (id bigint primary key, at timestamptz not null);
        """);

    /// <summary>Adds units without any of Kairos' bits; a third has one of its own.</summary>
    /// <remarks>None has budget for a new day: what had ended and goes on is asked at once, and whether it was depends on who came first.</remarks>
    internal Task AddAsync(IReadOnlyList<(long Id, UnitSchedule Schedule)> units) => RunAsync(
        $"""
        with given as (select * from unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[]) g(id, slots, starts, ends)),
          unit as (insert into ad_unit (id, slots, start_at, end_at) select id + {ToUnit}, slots, {At("starts")}, {At("ends")} from given),
          budget as (insert into ad_budget (unit_id, spent, daily) select id + {ToUnit}, 1, 1 from given)
        insert into unit_status (id, shard, unit_id, status, own) select id, id % 8, id + {ToUnit}, own, own from given, lateral (select case when id % 3 = 0 then 64 else 0 end as own) o
        """,
        units.Select(static unit => unit.Id).ToArray(),
        units.Select(static unit => unit.Schedule.Grid).ToArray(),
        units.Select(static unit => Start(unit.Schedule.Start)).ToArray(),
        units.Select(static unit => End(unit.Schedule.End)).ToArray());

    internal Task SetGridAsync(long id, string? grid) => RunAsync("update ad_unit set slots = $2 where id = $1", id + ToUnit, grid);

    internal Task SetDatesAsync(long id, long start, long end) => RunAsync($"update ad_unit set start_at = {At("$2::bigint")}, end_at = {At("$3::bigint")} where id = $1", id + ToUnit, Start(start), End(end));

    /// <summary>One second later than it was, in a transaction that raises the version, as whoever edits by SQL of his own does.</summary>
    internal Task MoveEndAsync(long id) => RunAsync($"update ad_unit set end_at = end_at + interval '1 second' where id = {id + ToUnit}; update unit_status set version = version + 1 where id = {id}");

    /// <summary>Turns a bit over that is not Kairos'.</summary>
    internal Task TurnOwnAsync(long id) => RunAsync("update unit_status set own = own # 128, status = status # 128, version = version + 1 where id = $1", id);

    internal Task SetPausedAsync(long id, bool paused) => RunAsync("update ad_unit set is_paused = $2 where id = $1", id + ToUnit, paused);

    /// <summary>Reports a budget as used up, by the user's own SQL.</summary>
    internal Task ReportAsync(long id) => RunAsync($"with said as (update unit_status set status = status | 8 where id = $1) {Reported}", id);

    /// <summary>Takes down that somebody else's report was acknowledged.</summary>
    internal Task NoteReportAsync(long id) => RunAsync(Reported, id);

    /// <summary>All units at one instant of the database's clock.</summary>
    internal async Task<(long Now, IReadOnlyList<UnitRow> Units)> ReadAsync()
    {
        await using NpgsqlCommand all = source.CreateCommand($"""
            select {Micros("statement_timestamp()")}, s.id, s.status, s.own, {Micros("s.next_change")}, u.slots, {Micros("u.start_at")}, {Micros("u.end_at")}, u.is_paused, {Micros("r.at")}, b.spent < b.daily
            from unit_status s join ad_unit u on u.id = s.unit_id join ad_budget b on b.unit_id = s.unit_id left join report r on r.id = s.id order by s.id
            """);
        await using NpgsqlDataReader reader = await all.ExecuteReaderAsync();
        (long now, List<UnitRow> units) = (0, []);
        while (await reader.ReadAsync())
        {
            now = reader.GetInt64(0);
            units.Add(new UnitRow
            {
                Id = reader.GetInt64(1),
                Status = reader.GetInt32(2),
                Own = reader.GetInt32(3),
                Next = Long(4) ?? Truth.Never,
                Schedule = new UnitSchedule(reader.IsDBNull(5) ? null : reader.GetString(5), Long(6) ?? Truth.Always, Long(7) ?? Truth.Never, reader.GetBoolean(8)),
                Reported = Long(9) ?? Truth.Never,
                IsReleased = reader.GetBoolean(10),
            });
        }

        return (now, units);

        long? Long(int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);
    }

    /// <summary>All units at an instant at which none of them waits for a tick.</summary>
    /// <exception cref="TimeoutException">Some were due for all of that time; the message names a few.</exception>
    internal async Task<(long Now, IReadOnlyList<UnitRow> Units)> SettledAsync(TimeSpan patience)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            (long now, IReadOnlyList<UnitRow> units) = await ReadAsync();
            UnitRow[] due = [.. units.Where(unit => unit.Next <= now)];
            if (due.Length == 0)
            {
                return (now, units);
            }

            if (TimeProvider.System.GetElapsedTime(began) > patience)
            {
                throw new TimeoutException($"{due.Length} units are due still: {string.Join("; ", due.Take(5))}");
            }

            await Task.Delay(s_look, TimeProvider.System);
        }
    }

    internal async Task RunAsync(string sql, params object?[] values)
    {
        await using NpgsqlCommand command = source.CreateCommand(sql);
        foreach (object? value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }

        _ = await command.ExecuteNonQueryAsync();
    }

    internal async Task<long> NumberAsync(string sql)
    {
        await using NpgsqlCommand command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>A column of instants as microseconds since 1970 UTC, exactly.</summary>
    internal static string Micros(string column) => $"(extract(epoch from {column}) * 1000000)::bigint";

    private const string Reported = "insert into report (id, at) values ($1, clock_timestamp()) on conflict (id) do update set at = excluded.at";

    private static string At(string micros) => $"timestamptz 'epoch' + {micros} * interval '1 microsecond'";

    private static long? Start(long start) => start == Truth.Always ? null : start;

    private static long? End(long end) => end == Truth.Never ? null : end;
}
