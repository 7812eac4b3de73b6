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
        string shard = mapping.Shard is { } column ? $"t.{SqlName.Quote(column)}" : "";
        DueAfter after = dialect.After;
        string due = dialect.OfEachShard(dialect.First($"""
            {Columns()} t.{NextChange} is not null and t.{NextChange} <= $1 and (t.{NextChange}, t.{Key}) > ({after.NextChange}, {after.Key}) and t.{Key} between $6 and $7
            {(shard.Length > 0 ? $"and {shard} = {after.Shard}" : "")} order by t.{NextChange}, t.{Key}
            """, "$5"), "$5");
        string byKey = dialect.First($"{Columns()} t.{Key} > $1 and t.{Key} <= $2 order by t.{Key}", "$3");
        (Due, DueUnasked) = (Rows(due, asksBudgets: true), Rows(due, asksBudgets: false));
        (ByKey, ByKeyUnasked) = (Rows(byKey, asksBudgets: true), Rows(byKey, asksBudgets: false));
        Find = Rows(dialect.First($"{Columns()} t.{Key} = $1 order by t.{Key}", "$2"), asksBudgets: true);
        Write = dialect.Write(new WriteTarget(
            Table, Key, mapping.Shard is null ? null : SqlName.Quote(mapping.Shard), Status, NextChange, Version, Masks.Written(mapping.Bits)));
        Keys = $"select min(t.{Key}), max(t.{Key}) from {Table} t where {Filter}t.{Key} is not null";
        OldestChange = Oldest(shard);
        Forecast = $"""
            select {dialect.StepOf($"t.{NextChange}")}, count(*) from {Table} t
            where {Filter}t.{NextChange} is not null and t.{NextChange} < $1{(shard.Length > 0 ? $" and {shard} in ({string.Join(", ", mapping.Shards)})" : "")} group by 1
            """;
        All = $"select count(*) from {Table} t where {Filter}1 = 1";
        Estimate = $"explain (format json) select 1 from {Table} t where {Filter}1 = 1";
    }

    internal string Table { get; }

    internal string Key { get; }

    internal string NextChange { get; }

    internal string Status { get; }

    /// <summary>An expression over <c>t</c>.</summary>
    internal string Version { get; }

    /// <summary>With the <c>and</c> behind it; empty without one.</summary>
    internal string Filter { get; }

    /// <summary>$1 now, $2 to $4 behind which shard, next change and key, $5 how many, $6 and $7 first and last key.</summary>
    internal string Due { get; }

    /// <summary>The same without the release condition.</summary>
    internal string DueUnasked { get; }

    /// <summary>$1 behind which key, $2 up to which, $3 how many.</summary>
    internal string ByKey { get; }

    /// <summary>The same without the release condition.</summary>
    internal string ByKeyUnasked { get; }

    /// <summary>$1 the key, $2 one.</summary>
    internal string Find { get; }

    /// <summary>$1 the shard; the others are the dialect's.</summary>
    internal string Write { get; }

    internal string Keys { get; }

    /// <summary>$1 the shards.</summary>
    internal string OldestChange { get; }

    /// <summary>$1 until when; the others are the dialect's.</summary>
    internal string Forecast { get; }

    /// <summary>All rows of the mapping, counted.</summary>
    internal string All { get; }

    /// <summary>The planner's estimate of them, as JSON.</summary>
    internal string Estimate { get; }

    /// <summary>Whether rows with an exhausted budget are asked for the release condition.</summary>
    internal bool AsksBudgets => _mapping.Budget is not null && _mapping.Bits.BudgetExhausted != 0;

    // The release condition may ask for any column.
    private string Whole => AsksBudgets ? _dialect.Whole(IsExhausted($"t.{Status}")) : "";

    private string Oldest(string shard)
    {
        string of = $"select {_dialect.Instant($"t.{NextChange}", nullIsLast: true)} from {Table} t where {Filter}t.{NextChange} is not null";
        return shard.Length == 0
            ? $"{of} order by t.{NextChange} limit 1"
            : $"select min(o.next) from (select ({of} and {shard} = s.value order by t.{NextChange} limit 1) as next from {_dialect.Each("$1")}) o";
    }

    // Of status alone, with the filter; the conditions and their order follow.
    private string Columns() => $"""
        select t.{Key} as k, {(_mapping.Shard is { } shard ? $"t.{SqlName.Quote(shard)}" : "0")} as shard, {Version} as version,
            coalesce(t.{Status}, 0) as status, t.{NextChange} as next{Whole}{(_mapping.Schedule.Table is null ? Own(_mapping.Schedule) : $", t.{SqlName.Quote(_mapping.Schedule.By!)} as by_key")}
        from {Table} t where {Filter}
        """;

    private string Rows(string inOrder, bool asksBudgets)
    {
        ScheduleMapping schedule = _mapping.Schedule;
        string join = schedule.Table is null ? "" : _dialect.JoinOne(SqlName.QuoteTable(schedule.Table), "s", $"s.{SqlName.Quote(schedule.Key!)} = d.by_key");
        return $"""
            select d.k, d.shard, d.version, d.status, {_dialect.Instant("d.next", nullIsLast: true)}, {Date(schedule.Start, "starts", nullIsLast: false)},
                {Date(schedule.End, "ends", nullIsLast: true)}, {Flags(schedule, asksBudgets)}, {(schedule.Grid is { } grid ? _dialect.Text(Column(grid, "grid")) : "null")}
            from ({inOrder}) d {join}
            """;
    }

    private string IsExhausted(string status) => $"({status} & {_mapping.Bits.BudgetExhausted}) <> 0";

    private static string Own(ScheduleMapping schedule)
    {
        (string?, string)[] columns = [(schedule.Start, "starts"), (schedule.End, "ends"), (schedule.Grid, "grid"), (schedule.Paused, "paused")];
        return string.Concat(columns.Select(c => c.Item1 is { } name ? $", t.{SqlName.Quote(name)} as {c.Item2}" : ""));
    }

    private string Column(string column, string alias) => _mapping.Schedule.Table is null ? $"d.{alias}" : $"s.{SqlName.Quote(column)}";

    private string Date(string? column, string alias, bool nullIsLast) =>
        column is null ? "null" : _dialect.Instant(Column(column, alias), nullIsLast);

    // The values of RowFlags. What tells of the budget is a subselect within a case: it is run for the rows that ask alone.
    private string Flags(ScheduleMapping schedule, bool asksBudgets)
    {
        List<string> flags = [];
        if (schedule.Paused is { } paused)
        {
            flags.Add($"case when {_dialect.IsTrue(Column(paused, "paused"))} then 2 else 0 end");
        }

        if (_mapping.Budget is { } budget && AsksBudgets && asksBudgets)
        {
            (string row, string ofRow) = (_dialect.Row(Table, "t"), _dialect.OfRow($"t.{Key} = d.k"));
            string joined = budget.Table is null
                ? $"{_dialect.Row(Table, "b")} on {_dialect.OfRow($"b.{Key} = d.k")}"
                : $"{SqlName.QuoteTable(budget.Table)} b on b.{SqlName.Quote(budget.Key!)} = t.{SqlName.Quote(budget.By!)}";
            flags.Add($"case when {IsExhausted("d.status")} then case when (select ({budget.Release}) from {row} join {joined} where {ofRow} limit 1) then 4 else 0 end else 0 end");
        }

        if (schedule.Table is not null)
        {
            flags.Add($"case when s.{SqlName.Quote(schedule.Key!)} is null then 8 else 0 end");
        }

        return flags.Count == 0 ? "0" : string.Join(" + ", flags);
    }
}
