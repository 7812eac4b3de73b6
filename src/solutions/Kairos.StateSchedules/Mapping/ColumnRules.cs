using System.Collections.Immutable;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Mapping;

/// <summary>What must hold of the names of tables and columns in a mapping.</summary>
internal static class ColumnRules
{
    internal static void Check(StateMapping mapping, string prefix, FaultList faults)
    {
        ScheduleMapping schedule = mapping.Schedule;
        CheckTable($"{prefix}table", mapping.Table, faults);
        CheckTable($"{prefix}schedule.table", schedule.Table, faults);
        CheckTable($"{prefix}budget.table", mapping.Budget?.Table, faults);

        List<(string Member, string? Column)> own =
        [
            ("key", mapping.Key), ("status", mapping.Status), ("shard", mapping.Shard), ("version", mapping.Version), ("nextChange", mapping.NextChange),
        ];
        List<(string Member, string? Column)> scheduled =
        [
            ("schedule.grid", schedule.Grid), ("schedule.start", schedule.Start), ("schedule.end", schedule.End), ("schedule.paused", schedule.Paused),
        ];
        if (schedule.Table is null)
        {
            own.AddRange(scheduled);
        }
        else
        {
            CheckApart(prefix, [("schedule.key", schedule.Key), .. scheduled], faults);
        }

        CheckApart(prefix, own, faults);

        // The column of a join may be the key or any other, but not one that Kairos writes.
        foreach ((string member, string? column) in (ReadOnlySpan<(string, string?)>)[("schedule.by", schedule.By), ("budget.by", mapping.Budget?.By)])
        {
            CheckApart(prefix, [("status", mapping.Status), ("nextChange", mapping.NextChange), (member, column)], faults);
        }

        CheckName($"{prefix}budget.key", mapping.Budget?.Key, faults);
    }

    private static void CheckApart(string prefix, List<(string Member, string? Column)> columns, FaultList faults)
    {
        // SQLite tells no cases apart, and two columns that differ by case alone are a slip in PostgreSQL too.
        Dictionary<string, string> taken = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string member, string? column) in columns)
        {
            CheckName(prefix + member, column, faults);
            if (!string.IsNullOrEmpty(column) && !taken.TryAdd(column, member))
            {
                faults.Add(prefix + member, $"is '{column}', as is {taken[column]}: each has a column of its own.");
            }
        }
    }

    private static void CheckName(string path, string? column, FaultList faults)
    {
        if (column is not null && !SqlName.IsName(column, out string? fault))
        {
            faults.Add(path, fault);
        }
    }

    private static void CheckTable(string path, string? table, FaultList faults)
    {
        if (table is not null && !SqlName.TryReadTable(table, out ImmutableArray<string> _, out string? fault))
        {
            faults.Add(path, fault);
        }
    }
}
