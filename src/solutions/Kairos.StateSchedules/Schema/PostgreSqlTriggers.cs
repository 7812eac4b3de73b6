using System.Collections.Immutable;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Schema;

/// <summary>The triggers that make rows due which the user's own SQL edits, in PostgreSQL.</summary>
/// <remarks>
/// Their conditions stand in the triggers and not in the functions: a write-back calls no function at all. The time is the statement's,
/// the one clock that is asked in SQL: nobody else is there to say when the user's own statement ran.
/// </remarks>
internal sealed class PostgreSqlTriggers(StateMapping mapping, LiveSchema live)
{
    private readonly LiveTable _table = live.Status!;
    private readonly ObjectNames _names = new(mapping.Name);
    private readonly Watched _watched = new(mapping, live);
    private readonly string _next = SqlName.Quote(mapping.NextChange);

    internal IEnumerable<(string Name, InstallStep Step)> All()
    {
        List<(string Name, InstallStep Step)> steps = [Function($"Function that makes a new row of {mapping.Table} due", ObjectNames.Now, Body("statement_timestamp()"))];
        steps.Add(Trigger($"Trigger for new rows of {mapping.Table}", ObjectNames.Insert, _table, $"before insert on {_table.Sql}", null, steps[0].Name));

        // Never `update of` columns, for that asks what the statement names: what a trigger of the user's own changes along would go unseen.
        (string Title, string Role, string? When)[] edits =
        [
            ($"Trigger for edits of {mapping.Table}", ObjectNames.Edit, _watched.Own.IsEmpty ? null : Changed(_watched.Own)),
            ($"Trigger for the status of {mapping.Table}", ObjectNames.Status, StatusChange()),
        ];
        if (edits.Any(edit => edit.When is not null))
        {
            (string Name, InstallStep Step) edited = Function($"Function that makes an edited row of {mapping.Table} due", ObjectNames.Edit, Body(OfEdit()));
            steps.Add(edited);
            steps.AddRange(edits.Where(edit => edit.When is not null).Select(edit => Trigger(edit.Title, edit.Role, _table, $"before update on {_table.Sql}", edit.When, edited.Name)));
        }

        return mapping.Schedule is { By: { } by, Key: { } key } && live.Schedule is { } schedule ? steps.Concat(OfSchedule(schedule, SqlName.Quote(by), SqlName.Quote(key))) : steps;
    }

    private IEnumerable<(string Name, InstallStep Step)> OfSchedule(LiveTable schedule, string by, string key)
    {
        // As its owner, for who edits schedules need have no right on the status table.
        string body = $"""
            returns trigger language plpgsql security definer set search_path = {SearchPath(_table)} as $kairos$
            #variable_conflict use_column
            begin
              update {_table.Sql} set {_next} = {Earlier(_next)} where {by} in (old.{key}, new.{key}){(mapping.Filter is { } filter ? $" and ({filter})" : "")};
              return null;
            end
            $kairos$
            """;
        (string Name, InstallStep Step) function = Function($"Function that makes rows of {mapping.Table} due whose row of {mapping.Schedule.Table} is edited", ObjectNames.Schedule, body);
        yield return function;
        yield return Trigger($"Trigger for new and deleted rows of {mapping.Schedule.Table}", ObjectNames.Insert, schedule, $"after insert or delete on {schedule.Sql}", null, function.Name);
        yield return Trigger($"Trigger for edits of {mapping.Schedule.Table}", ObjectNames.Edit, schedule,
            $"after update on {schedule.Sql}", Changed(_watched.OfSchedule), function.Name);
    }

    /// <summary>By which the function of the schedule's trigger finds what the filter names: nothing that others can put there.</summary>
    internal static string SearchPath(LiveTable status) => $"pg_catalog, {SqlName.Quote(status.Schema!)}, pg_temp";

    // A row that is due stays due since when it was: a midnight that it waits for would else be forgotten. By a microsecond more, for a
    // row that is being evaluated by what it was before would else be written back as that.
    private static string Earlier(string next) => $"case when {next} <= statement_timestamp() then {next} - interval '1 microsecond' else statement_timestamp() end";

    // The budget's bit, set by the user's own SQL. What was due before is forgotten, whatever else the statement edits: a midnight before
    // the report can't release it.
    private string OfEdit() => _watched.Exhausted is { } bit
        ? $"case when {Reported(bit)} then statement_timestamp() else {Earlier($"new.{_next}")} end"
        : Earlier($"new.{_next}");

    private string Reported(string bit)
    {
        string status = SqlName.Quote(mapping.Status);
        return $"new.{status} & {bit} <> 0 and coalesce(old.{status}, 0) & {bit} = 0";
    }

    private string Body(string value) => $"""
        returns trigger language plpgsql as $kairos$
        begin
          new.{_next} := {value};
          return new;
        end
        $kairos$
        """;

    // A reported row has to be looked at when its budget opens again; Kairos' own report of it moves next_change along. One that a bit
    // of the user's brings into the filter may be due since long, and stays so.
    private string? StatusChange()
    {
        string status = SqlName.Quote(mapping.Status);
        List<string> conditions = [];
        if (_watched.Exhausted is { } bit)
        {
            conditions.Add($"({Reported(bit)} and new.{_next} is not distinct from old.{_next})");
        }

        if (_watched.StatusIsFiltered)
        {
            conditions.Add($"(new.{status} & ~{_watched.Written}::bigint is distinct from old.{status} & ~{_watched.Written}::bigint)");
        }

        return conditions.Count == 0 ? null : string.Join(" or ", conditions);
    }

    private (string Name, InstallStep Step) Function(string title, string role, string body)
    {
        string name = _names.Of(role, body);
        string sql = $"{SqlName.QuoteTable(_table.Schema, name)}()";
        return (name, new InstallStep
        {
            Title = title,
            // Nobody else may hang it on a table of theirs; a trigger that is there fires for all.
            Statements = [$"create or replace function {sql} {body}", $"revoke all on function {sql} from public"],
            IsDone = live.Objects.Any(one => one.Kind == LiveObjectKind.Function && one.Name == name),
            Cost = "Locks nothing.",
        });
    }

    private (string Name, InstallStep Step) Trigger(string title, string role, LiveTable table, string when, string? condition, string function)
    {
        string sql = $"{when} for each row {(condition is null ? "" : $"when ({condition}) ")}execute function {SqlName.QuoteTable(_table.Schema, function)}()";
        string name = _names.Of(role, sql);
        LiveTrigger? there = table.Triggers.FirstOrDefault(trigger => trigger.Name == name);
        return (name, new InstallStep
        {
            Title = title,
            // One that someone has disabled is made anew: without it, edits would go unseen.
            Statements = there is null ? [$"create trigger {SqlName.Quote(name)} {sql}"] : [$"drop trigger {SqlName.Quote(name)} on {table.Sql}", $"create trigger {SqlName.Quote(name)} {sql}"],
            IsDone = there is { IsEnabled: true },
            Cost = $"Locks out writers for an instant; {InstallLock.Patience}.",
        });
    }

    // json has no equality of its own.
    private static string Changed(ImmutableArray<LiveColumn> columns) => string.Join(" or ", columns.Select(column =>
        $"old.{SqlName.Quote(column.Name)}{Cast(column)} is distinct from new.{SqlName.Quote(column.Name)}{Cast(column)}"));

    private static string Cast(LiveColumn column) => column.Type is "json" or "xml" or "point" ? "::text" : "";
}
