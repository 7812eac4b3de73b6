using System.Collections.Immutable;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Schema;

/// <summary>The triggers that make rows due which the user's own SQL edits, in SQLite.</summary>
/// <remarks>The time is the statement's, the one clock that is asked in SQL: nobody else is there to say when the user's own statement ran.</remarks>
internal sealed class SqliteTriggers(StateMapping mapping, LiveSchema live)
{
    // In microseconds; to the millisecond, which is all that SQLite 3.37 tells.
    private const string Now = "(cast(strftime('%s', 'now') as integer) * 1000000 + cast(substr(strftime('%f', 'now'), 4) as integer) * 1000)";

    private readonly LiveTable _table = live.Status!;
    private readonly ObjectNames _names = new(mapping.Name);
    private readonly Watched _watched = new(mapping, live);
    private readonly string _next = SqlName.Quote(mapping.NextChange);

    internal IEnumerable<(string Name, string Title, string Sql)> All()
    {
        string key = SqlName.Quote(mapping.Key);
        string ofRow = $"begin {Update($"{key} = new.{key}")}; end";
        yield return Trigger($"Trigger for new rows of {mapping.Table}", ObjectNames.Insert, $"after insert on {_table.Sql} {ofRow}");
        if (!_watched.Own.IsEmpty)
        {
            yield return Trigger($"Trigger for edits of {mapping.Table}", ObjectNames.Edit,
                $"after update of {Names(_watched.Own)} on {_table.Sql} when {Changed(_watched.Own)} {ofRow}");
        }

        string status = SqlName.Quote(mapping.Status);
        if (_watched.Exhausted is { } bit)
        {
            yield return Trigger($"Trigger for reports of budgets in {mapping.Table}", ObjectNames.Report,
                $"after update of {status} on {_table.Sql} when (new.{status} & {bit}) <> 0 and (coalesce(old.{status}, 0) & {bit}) = 0 and new.{_next} is old.{_next} begin {Anew($"{key} = new.{key}")}; end");
        }

        if (_watched.StatusIsFiltered)
        {
            yield return Trigger($"Trigger for the status of {mapping.Table}", ObjectNames.Status,
                $"after update of {status} on {_table.Sql} when (new.{status} & ~{_watched.Written}) is not (old.{status} & ~{_watched.Written}) {ofRow}");
        }

        if (mapping.Schedule is { By: { } by, Key: { } other } && live.Schedule is { } schedule)
        {
            foreach ((string Name, string Title, string Sql) trigger in OfSchedule(schedule, SqlName.Quote(by), SqlName.Quote(other)))
            {
                yield return trigger;
            }
        }
    }

    private IEnumerable<(string Name, string Title, string Sql)> OfSchedule(LiveTable schedule, string by, string key)
    {
        string filter = mapping.Filter is { } condition ? $" and ({condition})" : "";
        yield return Trigger($"Trigger for new rows of {mapping.Schedule.Table}", ObjectNames.Insert,
            $"after insert on {schedule.Sql} begin {Update($"{by} = new.{key}{filter}")}; end");
        yield return Trigger($"Trigger for deleted rows of {mapping.Schedule.Table}", ObjectNames.Delete,
            $"after delete on {schedule.Sql} begin {Update($"{by} = old.{key}{filter}")}; end");
        yield return Trigger($"Trigger for edits of {mapping.Schedule.Table}", ObjectNames.Edit,
            $"after update of {Names(_watched.OfSchedule)} on {schedule.Sql} when {Changed(_watched.OfSchedule)} begin {Update($"{by} in (old.{key}, new.{key}){filter}")}; end");
    }

    // A row that is due stays due since when it was: a midnight that it waits for would else be forgotten. By a microsecond more, for a
    // row that is being evaluated by what it was before would else be written back as that.
    private string Update(string rows) =>
        $"update {_table.Sql} set {_next} = case when {_next} <= {Now} then {_next} - 1 else {Now} end where {rows}";

    // What was due before is forgotten: a midnight before the report of an exhausted budget can't release it. Within a millisecond, which
    // is all that the clock tells, it goes back all the same.
    private string Anew(string rows) =>
        $"update {_table.Sql} set {_next} = case when {_next} between {Now} - 999 and {Now} then {_next} - 1 else {Now} end where {rows}";

    private (string Name, string Title, string Sql) Trigger(string title, string role, string sql)
    {
        string name = _names.Of(role, sql);
        return (name, title, $"create trigger {SqlName.Quote(name)} {sql}");
    }

    private static string Names(ImmutableArray<LiveColumn> columns) => string.Join(", ", columns.Select(column => SqlName.Quote(column.Name)));

    private static string Changed(ImmutableArray<LiveColumn> columns) =>
        string.Join(" or ", columns.Select(column => $"old.{SqlName.Quote(column.Name)} is not new.{SqlName.Quote(column.Name)}"));
}
