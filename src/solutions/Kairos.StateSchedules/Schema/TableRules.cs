using System.Globalization;
using System.Numerics;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Schema;

/// <summary>Holds tables, as they are, against what a mapping needs of them. Asks no database.</summary>
internal sealed class TableRules(StateMapping mapping, LiveSchema live)
{
    /// <summary>Below this the default thresholds of autovacuum are reached often enough.</summary>
    private const long ManyRows = 1_000_000;

    private readonly List<SchemaFinding> _findings = [];

    internal List<SchemaFinding> Check()
    {
        _findings.Clear();
        if (Exists(mapping.Table, live.Status, ColumnNeed.OfStatus(mapping)))
        {
            CheckStatus(live.Status!);
        }

        if (mapping.Schedule is { Table: { } schedule, Key: { } scheduleKey, By: { } scheduleBy }
            && Exists(schedule, live.Schedule, ColumnNeed.OfSchedule(mapping.Schedule)))
        {
            CheckJoin(live.Schedule!, schedule, scheduleKey, scheduleBy);
            CheckTriggerRights(live.Schedule!, schedule);
        }

        if (mapping.Budget is { Table: { } budget, Key: { } budgetKey, By: { } budgetBy }
            && Exists(budget, live.Budget, [new ColumnNeed(budgetKey, ColumnKind.Any, Unique: true)], needsTriggers: false))
        {
            CheckJoin(live.Budget!, budget, budgetKey, budgetBy);
        }

        return [.. _findings];
    }

    private bool Exists(string name, LiveTable? table, IEnumerable<ColumnNeed> needs, bool needsTriggers = true)
    {
        if (table is null)
        {
            Error(name, null, "there is no such table", "a table is needed", live.Kind == StateDatabaseKind.PostgreSql
                ? "Write schema.name, with the case it has in the database, and see that the user may use the schema."
                : "Write a table of the main database of this file.");
            return false;
        }

        if (needsTriggers && table.Kind != LiveTableKind.Table)
        {
            Error(name, null, table.Kind == LiveTableKind.Partitioned ? "it is partitioned" : "it is a view or another kind that takes no triggers",
                "a plain table is needed", table.Kind == LiveTableKind.Partitioned ? "Map each partition by itself: no index can be built concurrently over all of them." : "Map the table behind it.");
            return false;
        }

        foreach (ColumnNeed need in needs)
        {
            CheckColumn(name, table, need);
        }

        return true;
    }

    private void CheckColumn(string name, LiveTable table, ColumnNeed need)
    {
        if (table.Column(need.Column) is not { } column)
        {
            Error(name, need.Column, "there is no such column", ColumnNeed.Words(need.Kind, live.Kind), "Write a column's name with the case it has in the database.");
            return;
        }

        if (!ColumnNeed.Fits(need.Kind, column.Type, live.Kind))
        {
            Error(name, need.Column, $"its type is {column.Type}", ColumnNeed.Words(need.Kind, live.Kind), "Map another column, or change its type.");
        }

        if (need.NotNull && !column.NotNull)
        {
            Error(name, need.Column, "it may be null", "a row where it is null would never be kept", live.Kind == StateDatabaseKind.PostgreSql
                ? $"Run: alter table {table.Sql} alter column {SqlName.Quote(column.Name)} set not null."
                : "Declare it not null.");
        }

        if (need.Unique && !table.IsUnique(column.Name))
        {
            Error(name, need.Column, "no unique index is on it alone", "a primary key or a whole, valid unique index is needed", live.Kind == StateDatabaseKind.PostgreSql
                ? $"Run: create unique index concurrently on {table.Sql} ({SqlName.Quote(column.Name)})."
                : $"Run: create unique index on {table.Sql}({SqlName.Quote(column.Name)}).");
        }
    }

    private void CheckStatus(LiveTable table)
    {
        if (table.Column(mapping.Status) is { } status && ColumnNeed.Fits(ColumnKind.Integer, status.Type, live.Kind))
        {
            StateBits bits = mapping.Bits;
            long highest = bits.NotStarted | bits.Ended | bits.OutsideSlots | bits.BudgetExhausted | bits.Paused;
            if (BitOperations.Log2((ulong)highest) >= ColumnNeed.Width(status.Type))
            {
                Error(mapping.Table, mapping.Status, $"its type is {status.Type}",
                    string.Create(CultureInfo.InvariantCulture, $"a mapped bit is 2^{BitOperations.Log2((ulong)highest)}"), "Choose lower bits, or a wider column.");
            }
        }

        if (new Watched(mapping, live) is { StatusIsFiltered: true } watched)
        {
            Advise(mapping.Table, "filter", "it asks for the status", "bits that Kairos writes may not decide: a row would leave the filter as it changes, and never come back",
                $"See that it masks them off, as in ({SqlName.Quote(mapping.Status)} & ~{watched.Written}) = 0.");
        }

        if (table.Column(mapping.NextChange) is { } next)
        {
            CheckNextChange(table, next);
        }

        if (table.Rights is not { Owns: true, MayCreate: true })
        {
            Error(mapping.Table, null, table.Rights.Owns ? "the user may create nothing in its schema" : "the user doesn't own it",
                "the column, its index and the triggers need an owner's rights", "Connect as the owner for plan, apply and remove, or have the owner run the plan's SQL.");
        }

        if (live.Kind == StateDatabaseKind.PostgreSql && table.Size.Rows > ManyRows && !table.Options.Any(option => option.StartsWith("autovacuum_vacuum_scale_factor=", StringComparison.Ordinal)))
        {
            Advise(mapping.Table, null, string.Create(CultureInfo.InvariantCulture, $"autovacuum waits for a fifth of {table.Size.Rows:N0} rows to change"),
                "flips leave dead rows behind at every slot, and their index entries slow the ticks", $"Run: alter table {table.Sql} set (autovacuum_vacuum_scale_factor = 0.01).");
        }
    }

    private void CheckNextChange(LiveTable table, LiveColumn next)
    {
        string needed = live.Kind == StateDatabaseKind.PostgreSql ? "timestamptz" : "integer";
        if (next.Type != needed || next.NotNull || next.HasDefault)
        {
            Error(mapping.Table, mapping.NextChange, $"a column of that name is there: {next.Type}{(next.NotNull ? ", not null" : "")}{(next.HasDefault ? ", with a default" : "")}",
                $"{needed}, nullable, without a default, is needed", "Give nextChange another name.");
        }
        else if (!next.IsOurs)
        {
            Advise(mapping.Table, mapping.NextChange, "a column of that name is there already", "it is used as it is", $"Nothing is to be done; remove will leave it in {table.Sql}.");
        }
    }

    private void CheckJoin(LiveTable table, string name, string key, string by)
    {
        if (live.Status?.Column(by) is { } own && table.Column(key) is { } other && Family(own.Type) != Family(other.Type))
        {
            Error(mapping.Table, by, $"its type is {own.Type}", $"{name}.{key}, which it joins, is {other.Type}", "Map columns of one type: an index on one serves no search by the other.");
        }
    }

    private void CheckTriggerRights(LiveTable table, string name)
    {
        if (!table.Rights.MayTrigger)
        {
            Error(name, null, "the user may put no trigger on it", "a trigger makes edits of grids and dates seen", $"Run as its owner: grant trigger on {table.Sql} to the user.");
        }
        else if (!table.Rights.Owns)
        {
            Advise(name, null, "the user doesn't own it", "only an owner can take the triggers away again", "Connect as the owner for remove.");
        }
    }

    private static string Family(string type) => type is "int2" or "int4" or "int8" ? "integer" : type is "varchar" or "bpchar" ? "text" : type;

    private void Error(string table, string? column, string found, string needed, string remedy) =>
        Add(FindingSeverity.Error, table, column, (found, needed, remedy));

    private void Advise(string table, string? column, string found, string needed, string remedy) =>
        Add(FindingSeverity.Advice, table, column, (found, needed, remedy));

    private void Add(FindingSeverity severity, string table, string? column, (string Found, string Needed, string Remedy) words) => _findings.Add(new SchemaFinding
    {
        Severity = severity,
        Table = table,
        Column = column,
        Found = words.Found,
        Needed = words.Needed,
        Remedy = words.Remedy,
    });
}
