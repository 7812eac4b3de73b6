using Kairos.StateSchedules.Mapping;

namespace Kairos.StateSchedules.Tables;

/// <summary>The statements of one mapping, made once.</summary>
/// <remarks>
/// In all of them <c>t</c> is a row of status, <c>s</c> its row of schedule, <c>b</c> its row of budgets. The filter stands where
/// <c>t</c> alone is in sight, so its columns need no alias.
/// </remarks>
/// <threadsafety>Immutable.</threadsafety>
internal sealed class Statements
{
    private readonly StateMapping _mapping;
    private readonly Dialect _dialect;

    internal Statements(StateMapping mapping, Dialect dialect)
    {
        (_mapping, _dialect) = (mapping, dialect);
        Table = SqlName.QuoteTable(mapping.Table);
        Key = SqlName.Quote(mapping.Key);
        NextChange = SqlName.Quote(mapping.NextChange);
        Status = SqlName.Quote(mapping.Status);
        Version = mapping.Version is { } version ? $"coalesce(t.{SqlName.Quote(version)}, 0)" : dialect.RowVersion;
        Filter = mapping.Filter is { } filter ? $"({filter}) and " : "";
    }

    internal string Table { get; }

    internal string Key { get; }

    internal string NextChange { get; }

    internal string Status { get; }

    /// <summary>An expression over <c>t</c>.</summary>
    internal string Version { get; }

    /// <summary>With the <c>and</c> behind it; empty without one.</summary>
    internal string Filter { get; }

    /// <summary>$1 now, $2 and $3 behind which next change and key, $4 how many, $5 and $6 first and last key, $7 the shard.</summary>
    internal string Due => Rows($"""
        t.{NextChange} is not null and t.{NextChange} <= $1 and (t.{NextChange}, t.{Key}) > ($2, $3) and t.{Key} between $5 and $6
        {(_mapping.Shard is { } shard ? $"and t.{SqlName.Quote(shard)} = $7" : "")}
        order by t.{NextChange}, t.{Key}
        """, "$4");

    /// <summary>$1 behind which key, $2 up to which, $3 how many.</summary>
    internal string ByKey => Rows($"t.{Key} > $1 and t.{Key} <= $2 order by t.{Key}", "$3");

    /// <summary>$1 the key, $2 one.</summary>
    internal string Find => Rows($"t.{Key} = $1 order by t.{Key}", "$2");

    /// <summary>$1 the shard; the others are the dialect's.</summary>
    internal string Write => _dialect.Write(new WriteTarget(
        Table, Key, _mapping.Shard is { } shard ? SqlName.Quote(shard) : null, Status, NextChange, Version, Masks.Written(_mapping.Bits)));

    internal string Keys => $"select min(t.{Key}), max(t.{Key}) from {Table} t where {Filter}t.{Key} is not null";

    /// <summary>$1 the shards.</summary>
    internal string OldestChange
    {
        get
        {
            string of = $"select {_dialect.Instant($"t.{NextChange}", nullIsLast: true)} from {Table} t where {Filter}t.{NextChange} is not null";
            return _mapping.Shard is { } shard
                ? $"select min(o.next) from (select ({of} and t.{SqlName.Quote(shard)} = s.value order by t.{NextChange} limit 1) as next from {_dialect.Each("$1")}) o"
                : $"{of} order by t.{NextChange} limit 1";
        }
    }

    /// <summary>$1 until when; the others are the dialect's.</summary>
    internal string Forecast => $"""
        select {_dialect.StepOf($"t.{NextChange}")}, count(*) from {Table} t
        where {Filter}t.{NextChange} is not null and t.{NextChange} < $1{InShards} group by 1
        """;

    /// <summary>All rows of the mapping.</summary>
    internal string All => $"select count(*) from {Table} t where {Filter}1 = 1";

    /// <summary>The planner's estimate of them, as JSON.</summary>
    internal string Estimate => $"explain (format json) select 1 from {Table} t where {Filter}1 = 1";

    private string InShards => _mapping.Shard is { } shard ? $" and t.{SqlName.Quote(shard)} in ({string.Join(", ", _mapping.Shards)})" : "";

    private string Rows(string whichInOrder, string limit)
    {
        ScheduleMapping schedule = _mapping.Schedule;
        bool own = schedule.Table is null;
        string inner = $"""
            select t.{Key} as k, {(_mapping.Shard is { } shard ? $"t.{SqlName.Quote(shard)}" : "0")} as shard, {Version} as version,
                coalesce(t.{Status}, 0) as status, t.{NextChange} as next{(own ? Own(schedule) : $", t.{SqlName.Quote(schedule.By!)} as by_key")}
            from {Table} t where {Filter}{whichInOrder}
            """;
        string join = own ? "" : _dialect.JoinOne(SqlName.QuoteTable(schedule.Table!), "s", $"s.{SqlName.Quote(schedule.Key!)} = d.by_key");
        return $"""
            select d.k, d.shard, d.version, d.status, {_dialect.Instant("d.next", nullIsLast: true)}, {Date(schedule.Start, "starts", nullIsLast: false)},
                {Date(schedule.End, "ends", nullIsLast: true)}, {Flags(schedule)}, {(schedule.Grid is { } grid ? _dialect.Text(Column(grid, "grid")) : "null")}
            from ({_dialect.First(inner, limit)}) d {join}
            """;
    }

    private static string Own(ScheduleMapping schedule) => string.Concat(
        ((string?, string)[])[(schedule.Start, "starts"), (schedule.End, "ends"), (schedule.Grid, "grid"), (schedule.Paused, "paused")] is var columns
            ? columns.Where(c => c.Item1 is not null).Select(c => $", t.{SqlName.Quote(c.Item1!)} as {c.Item2}")
            : []);

    private string Column(string column, string alias) => _mapping.Schedule.Table is null ? $"d.{alias}" : $"s.{SqlName.Quote(column)}";

    private string Date(string? column, string alias, bool nullIsLast) =>
        column is null ? "null" : _dialect.Instant(Column(column, alias), nullIsLast);

    // The values of RowFlags. What tells of the budget is a subselect within a case: it is run for the rows that ask alone.
    private string Flags(ScheduleMapping schedule)
    {
        List<string> flags = [];
        if (schedule.Paused is { } paused)
        {
            flags.Add($"case when {_dialect.IsTrue(Column(paused, "paused"))} then 2 else 0 end");
        }

        if (_mapping.Budget is { } budget && _mapping.Bits.BudgetExhausted != 0)
        {
            string joined = budget.Table is null
                ? $"{Table} b on b.{Key} = t.{Key}"
                : $"{SqlName.QuoteTable(budget.Table)} b on b.{SqlName.Quote(budget.Key!)} = t.{SqlName.Quote(budget.By!)}";
            flags.Add($"case when (d.status & {_mapping.Bits.BudgetExhausted}) <> 0 then case when (select ({budget.Release}) from {Table} t join {joined} where t.{Key} = d.k limit 1) then 4 else 0 end else 0 end");
        }

        if (schedule.Table is not null)
        {
            flags.Add($"case when s.{SqlName.Quote(schedule.Key!)} is null then 8 else 0 end");
        }

        return flags.Count == 0 ? "0" : string.Join(" + ", flags);
    }
}
