using System.Collections.Immutable;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Schema;

/// <summary>The steps of an installation in SQLite; all of them are run in one transaction.</summary>
internal sealed class SqliteSteps(StateMapping mapping, LiveSchema live)
{
    private const string Brief = "Writers wait for an instant.";

    private readonly LiveTable _table = live.Status!;
    private readonly ObjectNames _names = new(mapping.Name);
    private readonly OwnIndexes _indexes = new(mapping, live.Status!);

    internal ImmutableArray<InstallStep> All()
    {
        List<InstallStep> steps = [Column(), .. _indexes.All().Select(index => Index(index.Title, index.Name, index.Sql))];
        if (mapping.Schedule.By is { } by && JoinIndex(by) is { } join)
        {
            steps.Add(join);
        }

        (string Name, string Title, string Sql)[] triggers = new SqliteTriggers(mapping, live).All().ToArray();
        steps.AddRange(triggers.Select(trigger => new InstallStep
        {
            Title = trigger.Title,
            Statements = [trigger.Sql],
            IsDone = live.Objects.Any(one => one.Name == trigger.Name),
            Cost = Brief,
        }));
        string[] current = [.. _indexes.All().Select(index => index.Name), .. triggers.Select(trigger => trigger.Name)];
        ImmutableArray<string> outdated = Drop(name => _names.IsOurs(name) && !current.Contains(name));
        if (!outdated.IsEmpty)
        {
            steps.Add(new InstallStep { Title = "What an earlier state of this mapping installed goes", Statements = outdated, IsDone = false, Cost = Brief });
        }

        return [.. steps];
    }

    /// <summary>Takes away all that is of this mapping; the column with the last mapping of the table.</summary>
    internal ImmutableArray<InstallStep> Removal()
    {
        List<InstallStep> steps = [];
        bool isLast = !_table.Indexes.Any(index => ObjectNames.IsDue(index.Name) && !_names.IsOurs(index.Name));
        ImmutableArray<string> objects = Drop(name => _names.IsOurs(name) || (isLast && ObjectNames.IsJoin(name)));
        if (!objects.IsEmpty)
        {
            steps.Add(new InstallStep { Title = $"Triggers and indexes of mapping {mapping.Name} go", Statements = objects, IsDone = false, Cost = Brief });
        }

        bool isShared = _table.Indexes.Any(index => ObjectNames.IsDue(index.Name) && !_names.IsOurs(index.Name) && index.Columns.Contains(mapping.NextChange, StringComparer.OrdinalIgnoreCase));
        if (_table.Column(mapping.NextChange) is { IsOurs: true } column && !isShared)
        {
            steps.Add(new InstallStep
            {
                Title = $"Column {column.Name} of {mapping.Table} goes",
                Statements = [$"alter table {_table.Sql} drop column {SqlName.Quote(column.Name)}"],
                IsDone = false,
                Cost = $"Writes the whole table ({InstallPlan.Size(_table)}); writers wait.",
                RunsLong = true,
            });
        }

        return [.. steps];
    }

    private InstallStep Column() => new()
    {
        Title = $"Column {mapping.NextChange} of {mapping.Table}",
        Statements = [$"alter table {_table.Sql} add column {SqlName.Quote(mapping.NextChange)} {SqliteCatalog.Mark} integer"],
        IsDone = _table.Column(mapping.NextChange) is not null,
        Cost = $"Without a default, so no row is written. {Brief}",
    };

    // Null when another index than one of ours serves.
    private InstallStep? JoinIndex(string by)
    {
        string sql = $"on {_table.Sql}({SqlName.Quote(by)})";
        string name = ObjectNames.OfJoin(sql);
        bool served = (_table with { Indexes = _table.Indexes.RemoveAll(index => index.Name == name) }).IsFoundBy(by);
        return served ? null : Index($"Index on {mapping.Table}.{by}, by which an edit of {mapping.Schedule.Table} finds its rows", name, sql);
    }

    private InstallStep Index(string title, string name, string sql) => new()
    {
        Title = title,
        Statements = [$"create index {SqlName.Quote(name)} {sql}"],
        IsDone = _table.Indexes.Any(index => index.Name == name),
        Cost = $"Reads the whole table ({InstallPlan.Size(_table)}); writers wait.",
        RunsLong = true,
    };

    private ImmutableArray<string> Drop(Func<string, bool> chosen) =>
    [
        .. live.Objects.Where(one => chosen(one.Name)).Select(one => $"drop trigger {SqlName.Quote(one.Name)}"),
        .. _table.Indexes.Where(index => chosen(index.Name)).Select(index => $"drop index {SqlName.Quote(index.Name)}"),
    ];
}
