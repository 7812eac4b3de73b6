using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Schema;

/// <summary>What a mapping needs of one column.</summary>
/// <param name="Column">As the mapping names it.</param>
/// <param name="Kind">What it has to hold.</param>
/// <param name="NotNull">A row where it is null would never be seen.</param>
/// <param name="Unique">It alone names a row.</param>
internal sealed record ColumnNeed(string Column, ColumnKind Kind, bool NotNull = false, bool Unique = false)
{
    internal static IEnumerable<ColumnNeed> OfStatus(StateMapping mapping)
    {
        yield return new ColumnNeed(mapping.Key, ColumnKind.Integer, NotNull: true, Unique: true);
        yield return new ColumnNeed(mapping.Status, ColumnKind.Integer);
        if (mapping.Shard is { } shard)
        {
            yield return new ColumnNeed(shard, ColumnKind.Integer, NotNull: true);
        }

        if (mapping.Version is { } version)
        {
            yield return new ColumnNeed(version, ColumnKind.Integer);
        }

        foreach (string by in new[] { mapping.Schedule.By, mapping.Budget?.By }.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            yield return new ColumnNeed(by, ColumnKind.Any);
        }

        if (mapping.Schedule.Table is null)
        {
            foreach (ColumnNeed need in OfSchedule(mapping.Schedule))
            {
                yield return need;
            }
        }
    }

    internal static IEnumerable<ColumnNeed> OfSchedule(ScheduleMapping schedule)
    {
        if (schedule.Key is { } key)
        {
            yield return new ColumnNeed(key, ColumnKind.Any, Unique: true);
        }

        if (schedule.Grid is { } grid)
        {
            yield return new ColumnNeed(grid, schedule.Format == GridFormat.Coefficients ? ColumnKind.Json : ColumnKind.Text);
        }

        foreach (string date in new[] { schedule.Start, schedule.End }.OfType<string>())
        {
            yield return new ColumnNeed(date, ColumnKind.Instant);
        }

        if (schedule.Paused is { } paused)
        {
            yield return new ColumnNeed(paused, ColumnKind.Flag);
        }
    }

    /// <summary>What fits, in the words of a database.</summary>
    internal static string Words(ColumnKind kind, StateDatabaseKind of) => (kind, of) switch
    {
        (ColumnKind.Integer, _) => "an integer is needed",
        (ColumnKind.Text, _) => "a text of the grid is needed",
        (ColumnKind.Json, _) => "JSON or a text of it is needed",
        (ColumnKind.Instant, StateDatabaseKind.PostgreSql) => "timestamptz, timestamp or date is needed",
        (ColumnKind.Instant, _) => "ISO 8601 text or an integer of microseconds since 1970 UTC is needed",
        (ColumnKind.Flag, StateDatabaseKind.PostgreSql) => "a boolean is needed",
        (ColumnKind.Flag, _) => "an integer of 0 or 1 is needed",
        _ => "a column is needed",
    };

    /// <summary>Whether a column of that type can hold it.</summary>
    internal static bool Fits(ColumnKind kind, string type, StateDatabaseKind of) => of == StateDatabaseKind.PostgreSql
        ? kind switch
        {
            ColumnKind.Integer => type is "int2" or "int4" or "int8",
            ColumnKind.Text => type is "text" or "varchar" or "bpchar",
            ColumnKind.Json => type is "text" or "varchar" or "bpchar" or "json" or "jsonb",
            ColumnKind.Instant => type is "timestamptz" or "timestamp" or "date",
            ColumnKind.Flag => type is "bool",
            _ => true,
        }
        : kind switch
        {
            ColumnKind.Integer => type is "integer",
            ColumnKind.Text or ColumnKind.Json => type is "text",
            ColumnKind.Instant => type is "text" or "integer" or "numeric",
            ColumnKind.Flag => type is "integer" or "numeric",
            _ => true,
        };

    /// <summary>Bits of the status that an integer of that type can hold beside its sign.</summary>
    internal static int Width(string type) => type switch
    {
        "int2" => 15,
        "int4" => 31,
        _ => 63,
    };
}

internal enum ColumnKind
{
    Any,
    Integer,
    Text,
    Json,
    Instant,
    Flag,
}
