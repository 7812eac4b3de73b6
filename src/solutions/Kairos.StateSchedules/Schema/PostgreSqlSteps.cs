using System.Collections.Immutable;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Schema;

/// <summary>The steps of an installation in PostgreSQL.</summary>
internal sealed class PostgreSqlSteps(StateMapping mapping, LiveSchema live)
{
    private static readonly string s_brief = $"Locks the table for an instant; {InstallLock.Patience}.";

    private readonly LiveTable _table = live.Status!;
    private readonly ObjectNames _names = new(mapping.Name);
    private readonly OwnIndexes _indexes = new(mapping, live.Status!);
    private readonly PostgreSqlTriggers _triggers = new(mapping, live);

    internal ImmutableArray<InstallStep> All()
    {
        List<InstallStep> steps = [Column(), .. _indexes.All().Select(index => Index(index.Title, index.Name, index.Sql))];
        if (mapping.Schedule.By is { } by && JoinIndex(by) is { } join)
        {
            steps.Add(join);
        }

        (string Name, InstallStep Step)[] triggers = _triggers.All().ToArray();
        steps.AddRange(triggers.Select(trigger => trigger.Step));
        steps.AddRange(Outdated([.. _indexes.All().Select(index => index.Name), .. triggers.Select(trigger => trigger.Name)]));
        return [.. steps];
    }

    private InstallStep Column()
    {
        string name = SqlName.Quote(mapping.NextChange);
        return new InstallStep
        {
            Title = $"Column {mapping.NextChange} of {mapping.Table}",
            Statements =
            [
                $"alter table {_table.Sql} add column if not exists {name} timestamptz",
                $"comment on column {_table.Sql}.{name} is {SqlName.Literal(PostgreSqlCatalog.Mark)}",
            ],
            IsDone = _table.Column(mapping.NextChange) is not null,
            Cost = $"Nullable and without a default, so no row is written. {s_brief}",
        };
    }

    // Null when another index than one of ours serves.
    private InstallStep? JoinIndex(string by)
    {
        string sql = $"on {_table.Sql} ({SqlName.Quote(by)})";
        string name = ObjectNames.OfJoin(sql);
        bool served = _table.Indexes.Any(index => index.Name != name) && (_table with { Indexes = _table.Indexes.RemoveAll(index => index.Name == name) }).IsFoundBy(by);
        return served ? null : Index($"Index on {mapping.Table}.{by}, by which an edit of {mapping.Schedule.Table} finds its rows", name, sql);
    }

    private InstallStep Index(string title, string name, string sql)
    {
        LiveIndex? there = _table.Indexes.FirstOrDefault(index => index.Name == name);
        string create = $"create index concurrently {SqlName.Quote(name)} {sql}";
        return new InstallStep
        {
            Title = title,
            // A build that was broken off leaves an index that is kept up and serves nobody.
            Statements = there is { IsValid: false } ? [Drop(name), create] : [create],
            IsDone = there is { IsValid: true },
            Cost = $"Reads the whole table twice ({InstallPlan.Size(_table)}); writers go on meanwhile. Waits for transactions older than itself.",
            RunsLong = true,
            IsTransaction = false,
        };
    }

    private string Drop(string index) => $"drop index concurrently if exists {SqlName.QuoteTable(_table.Schema, index)}";

    // What the same mapping installed with other columns, or an older Kairos; it goes last, so edits are seen all the while.
    private IEnumerable<InstallStep> Outdated(string[] current)
    {
        ImmutableArray<string> objects = DropObjects(name => _names.IsOurs(name) && !current.Contains(name));
        if (!objects.IsEmpty)
        {
            yield return new InstallStep { Title = "Triggers of an earlier state of this mapping go", Statements = objects, IsDone = false, Cost = s_brief };
        }

        foreach (LiveIndex index in _table.Indexes.Where(index => _names.IsOurs(index.Name) && !current.Contains(index.Name)))
        {
            yield return DropIndex(index.Name, "Index of an earlier state of this mapping goes");
        }
    }

    /// <summary>Takes away all that is of this mapping; the column with the last mapping of the table.</summary>
    internal ImmutableArray<InstallStep> Removal()
    {
        List<InstallStep> steps = [];
        ImmutableArray<string> objects = DropObjects(_names.IsOurs);
        if (!objects.IsEmpty)
        {
            steps.Add(new InstallStep { Title = $"Triggers and functions of mapping {mapping.Name} go", Statements = objects, IsDone = false, Cost = s_brief });
        }

        bool isLast = !_table.Indexes.Any(index => ObjectNames.IsDue(index.Name) && !_names.IsOurs(index.Name));
        steps.AddRange(_table.Indexes.Where(index => _names.IsOurs(index.Name) || (isLast && ObjectNames.IsJoin(index.Name))).Select(index => DropIndex(index.Name, $"Index {index.Name} goes")));
        bool isShared = _table.Indexes.Any(index => ObjectNames.IsDue(index.Name) && !_names.IsOurs(index.Name) && index.Columns.Contains(mapping.NextChange));
        if (_table.Column(mapping.NextChange) is { IsOurs: true } column && !isShared)
        {
            steps.Add(new InstallStep
            {
                Title = $"Column {column.Name} of {mapping.Table} goes",
                Statements = [$"alter table {_table.Sql} drop column if exists {SqlName.Quote(column.Name)}"],
                IsDone = false,
                Cost = $"No row is written. {s_brief}",
            });
        }

        return [.. steps];
    }

    private ImmutableArray<string> DropObjects(Func<string, bool> chosen) =>
    [
        .. live.Objects.Where(one => chosen(one.Name)).OrderBy(one => one.Kind).Select(one => one.Kind == LiveObjectKind.Trigger
            ? $"drop trigger if exists {SqlName.Quote(one.Name)} on {one.On}"
            : $"drop function if exists {SqlName.QuoteTable(_table.Schema, one.Name)}()"),
    ];

    private InstallStep DropIndex(string name, string title) => new()
    {
        Title = title,
        Statements = [Drop(name)],
        IsDone = false,
        Cost = "Writers go on meanwhile. Waits for transactions that use it.",
        IsTransaction = false,
    };
}
