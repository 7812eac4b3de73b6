using System.Data.Common;
using Kairos.StateSchedules.Mapping;

namespace Kairos.StateSchedules.Tables;

/// <summary>The statements of an edit, and what of a mapping can be edited.</summary>
/// <threadsafety>Immutable.</threadsafety>
internal sealed class EditStatements(StateMapping mapping, Dialect dialect, Statements statements)
{
    internal Dialect Dialect => dialect;

    internal StateMapping Mapping => mapping;

    /// <summary>Reads one row again: $1 the key, $2 one.</summary>
    internal string Find => statements.Find;

    /// <summary>Holds the row of the schedule table: $1 the key. First, as users' statements and the trigger behind them do.</summary>
    internal string? HoldSchedule => mapping.Schedule.Table is null
        ? null
        : $"select {DateColumns("s")} from {ScheduleTable} s where s.{SqlName.Quote(mapping.Schedule.Key!)} = {ByOfRow}{dialect.Hold("s")}";

    /// <summary>Holds the row of status and reads its version: $1 the key.</summary>
    internal string HoldRow =>
        $"select {statements.Version}{(mapping.Schedule.Table is null ? $", {DateColumns("t")}" : "")} from {statements.Table} t where {statements.Filter}t.{statements.Key} = $1{dialect.Hold("t")}";

    /// <summary>$1 the key, $2 the bits that are cleared, $3 those that are set.</summary>
    internal string SetBits => $"update {statements.Table} set {statements.Status} = (coalesce({statements.Status}, 0) & ~($2)) | $3 where {statements.Key} = $1";

    /// <summary>$1 the key, $2 and $3 the bits that are cleared and set, $4 the next change or null.</summary>
    internal string WriteState
    {
        get
        {
            string version = mapping.Version is { } column ? $", {SqlName.Quote(column)} = coalesce({SqlName.Quote(column)}, 0) + 1" : "";
            return $"update {statements.Table} set {statements.Status} = (coalesce({statements.Status}, 0) & ~($2)) | $3, {statements.NextChange} = $4{version} where {statements.Key} = $1";
        }
    }

    /// <exception cref="InvalidOperationException">The mapping has no such bit.</exception>
    internal long ExhaustedBit => mapping.Bits.BudgetExhausted != 0
        ? mapping.Bits.BudgetExhausted
        : throw new InvalidOperationException($"Mapping '{mapping.Name}' has no bit for exhausted budgets: name one as bits.budgetExhausted.");

    private string ScheduleTable => SqlName.QuoteTable(mapping.Schedule.Table ?? mapping.Table);

    private string ByOfRow => $"(select t.{SqlName.Quote(mapping.Schedule.By!)} from {statements.Table} t where t.{statements.Key} = $1)";

    /// <exception cref="ArgumentException">The mapping has no column for what is set.</exception>
    internal void Check(StateEdit edit)
    {
        if (edit.Fault(mapping) is { } fault)
        {
            throw new ArgumentException(fault, nameof(edit));
        }
    }

    /// <summary>Writes what an edit sets into the columns of the schedule; false when it sets none.</summary>
    /// <param name="command">Gets text and parameters.</param>
    /// <param name="key">Of the row of status.</param>
    /// <param name="edit">Checked.</param>
    /// <param name="types">The columns' types, from a reader over <see cref="DateColumns"/>.</param>
    internal bool TryBindSchedule(DbCommand command, long key, StateEdit edit, Func<string, string> types)
    {
        ScheduleMapping schedule = mapping.Schedule;
        dialect.Bind(command, key);
        List<string> sets = [];
        if (edit.Grid is { } grid)
        {
            Set(schedule.Grid!, grid.Value, type => dialect.GridValue(Next(), type));
        }

        if (edit.Start is { } start)
        {
            Set(schedule.Start!, start.Value is { } at ? dialect.DateValue(at.Micros, types(schedule.Start!)) : null, _ => Next());
        }

        if (edit.End is { } end)
        {
            Set(schedule.End!, end.Value is { } at ? dialect.DateValue(at.Micros, types(schedule.End!)) : null, _ => Next());
        }

        if (edit.Paused is { } paused && schedule.Paused is { } column)
        {
            Set(column, dialect.FlagValue(paused.Value, types(column)), _ => Next());
        }

        string where = schedule.Table is null ? $"{statements.Key} = $1" : $"{SqlName.Quote(schedule.Key!)} = {ByOfRow}";
        command.CommandText = $"update {ScheduleTable} set {string.Join(", ", sets)} where {where}";
        return sets.Count > 0;

        string Next() => $"${command.Parameters.Count + 1}";

        void Set(string name, object? value, Func<string, string> expression)
        {
            sets.Add($"{SqlName.Quote(name)} = {expression(types(name))}");
            dialect.Bind(command, value);
        }
    }

    private string DateColumns(string alias) => string.Join(", ", new[] { mapping.Schedule.Grid, mapping.Schedule.Start, mapping.Schedule.End, mapping.Schedule.Paused }
        .Where(column => column is not null).Distinct().Select(column => $"{alias}.{SqlName.Quote(column!)}").DefaultIfEmpty("1"));
}
