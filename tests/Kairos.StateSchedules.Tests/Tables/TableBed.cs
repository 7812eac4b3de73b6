using System.Data.Common;
using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Tables;
using Kairos.Time;

namespace Kairos.StateSchedules.Tests.Tables;

/// <summary>A database with a status table, its schedules and budgets, as an installed mapping has them.</summary>
internal abstract class TableBed : IAsyncDisposable
{
    internal static readonly Instant Noon = Parse("2026-11-20T12:00:00Z");

    internal abstract StateDatabaseKind Kind { get; }

    internal abstract DbDataSource Source { get; }

    protected abstract string InstantType { get; }

    protected abstract string DateType { get; }

    internal StateMapping Mapping { get; } = new()
    {
        Name = "units",
        Connection = "env:NOBODY",
        Table = "status",
        Key = "id",
        Filter = "type = 'unit'",
        Shard = "shard",
        Shards = [0, 1],
        Zone = "Asia/Shanghai",
        Status = "state",
        Bits = new StateBits { NotStarted = 1, Ended = 2, OutsideSlots = 4, BudgetExhausted = 8, Paused = 16 },
        Version = "version",
        Schedule = new ScheduleMapping { Table = "unit", Key = "unit_id", By = "unit", Grid = "slots", Start = "starts", End = "ends", Paused = "is_paused" },
        Budget = new BudgetMapping { Table = "budget", Key = "unit_id", By = "unit", Release = "b.spent < b.daily and t.type = 'unit'" },
    };

    internal StateTable Table => Of(Mapping);

    internal StateTable Of(StateMapping mapping) => new(mapping, Kind, Source, new StateTableOptions { CommandTimeout = TimeSpan.FromSeconds(1) });

    /// <summary>An instant in SQL, for the next change.</summary>
    internal abstract string Next(Instant at);

    /// <summary>An instant in SQL, for a date.</summary>
    internal abstract string Date(Instant at);

    internal Task CreateAsync() => RunAsync($"""
        create table status (id bigint primary key, type text not null default 'unit', shard integer not null default 0, state integer not null default 0,
            version bigint not null default 0, unit bigint, next_change {InstantType});
        create table unit (unit_id bigint primary key, slots text, starts {DateType}, ends {DateType}, is_paused boolean);
        create table budget (unit_id bigint primary key, spent integer not null, daily integer not null);
        create index status_due on status (shard, next_change, id) where next_change is not null and (type = 'unit');
        create index status_keys on status (id) where (type = 'unit');
        """);

    /// <summary>A row with a schedule that is always on, due at noon.</summary>
    internal Task AddAsync(long id, string columns = "", string values = "", string slots = "null", Instant? next = null) => RunAsync($"""
        insert into unit (unit_id, slots) values ({id * 10}, {slots});
        insert into status (id, unit, next_change{columns}) values ({id}, {id * 10}, {Next(next ?? Noon)}{values});
        """);

    internal async Task RunAsync(string sql)
    {
        await using DbConnection connection = await Source.OpenConnectionAsync();
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        _ = await command.ExecuteNonQueryAsync();
    }

    internal async Task<object?> AskAsync(string sql)
    {
        await using DbConnection connection = await Source.OpenConnectionAsync();
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync() is { } value and not DBNull ? value : null;
    }

    internal async Task<long> NumberAsync(string sql) => Convert.ToInt64(await AskAsync(sql), System.Globalization.CultureInfo.InvariantCulture);

    internal static Instant Parse(string text) => Instant.TryParse(text, out Instant at) ? at : throw new FormatException(text);

    internal static long[] Keys(RowBatch batch) => batch.Keys[..batch.Count];

    internal async Task<RowBatch> DueAsync(int capacity = 10, int shard = 0) => await DueAsync(Table, capacity, shard);

    internal static async Task<RowBatch> DueAsync(StateTable table, int capacity = 10, int shard = 0)
    {
        RowBatch batch = new(capacity);
        await table.ReadDueAsync(new DueRange([shard]), Noon, DuePosition.Start, batch, CancellationToken.None);
        return batch;
    }

    internal async Task<RowBatch> FindAsync(long key)
    {
        RowBatch batch = new(1);
        await Table.FindAsync(key, batch, CancellationToken.None);
        return batch;
    }

    /// <summary>As if an evaluation had said so for all rows.</summary>
    internal static void Decide(RowBatch batch, long status, long next)
    {
        batch.NewStatus.AsSpan(0, batch.Count).Fill(status);
        batch.NewNextChange.AsSpan(0, batch.Count).Fill(next);
    }

    public abstract ValueTask DisposeAsync();
}
