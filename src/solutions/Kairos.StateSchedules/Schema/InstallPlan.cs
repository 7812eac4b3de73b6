using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Schema;

/// <summary>What an installation does, in its order, with what is done already.</summary>
internal sealed record InstallPlan
{
    internal required ImmutableArray<InstallStep> Steps { get; init; }

    internal bool IsDone => Steps.All(step => step.IsDone);

    /// <summary>Reads the live schema and makes the plan; nothing is changed.</summary>
    /// <exception cref="StateTableException">The database can't be asked, or has no such tables.</exception>
    internal static async Task<InstallPlan> ReadAsync(DbDataSource source, StateDatabaseKind kind, StateMapping mapping, CancellationToken ct)
    {
        try
        {
            await using DbConnection connection = await source.OpenConnectionAsync(ct);
            return Of(mapping, await LiveSchema.ReadAsync(connection, kind, mapping, ct));
        }
        catch (DbException e)
        {
            throw SchemaErrors.Of(e, $"Looking at the tables of mapping '{mapping.Name}'");
        }
    }

    /// <summary>What taking the mapping away would do; nothing is changed.</summary>
    /// <exception cref="StateTableException">The database can't be asked, or has no such table.</exception>
    internal static async Task<InstallPlan> ReadRemovalAsync(DbDataSource source, StateDatabaseKind kind, StateMapping mapping, CancellationToken ct)
    {
        try
        {
            await using DbConnection connection = await source.OpenConnectionAsync(ct);
            return OfRemoval(mapping, await LiveSchema.ReadAsync(connection, kind, mapping, ct));
        }
        catch (DbException e)
        {
            throw SchemaErrors.Of(e, $"Looking at the tables of mapping '{mapping.Name}'");
        }
    }

    internal static InstallPlan OfRemoval(StateMapping mapping, LiveSchema live) => live.Status is null
        ? throw new StateTableException($"There is no table {mapping.Table}, so nothing can be taken away from it: correct the mapping.", false)
        : new InstallPlan { Steps = live.Kind == StateDatabaseKind.PostgreSql ? new PostgreSqlSteps(mapping, live).Removal() : new SqliteSteps(mapping, live).Removal() };

    internal static InstallPlan Of(StateMapping mapping, LiveSchema live)
    {
        if (live.Status is null || (live.Schedule is null && mapping.Schedule.Table is not null))
        {
            throw new StateTableException($"There is no table {(live.Status is null ? mapping.Table : mapping.Schedule.Table)}: correct the mapping, or create the table.", false);
        }

        return new InstallPlan { Steps = live.Kind == StateDatabaseKind.PostgreSql ? new PostgreSqlSteps(mapping, live).All() : new SqliteSteps(mapping, live).All() };
    }

    /// <summary>How much a step has before it, in words.</summary>
    internal static string Size(LiveTable table) => string.Create(CultureInfo.InvariantCulture,
        $"{(table.Size.Rows is { } rows ? $"{(table.Schema is null ? "" : "about ")}{rows:N0} rows, " : "never analysed, ")}{table.Size.Bytes / 1_048_576.0:N1} MiB");

    /// <summary>The key columns of the index of due rows.</summary>
    internal static string DueColumns(StateMapping mapping) =>
        string.Join(", ", new[] { mapping.Shard, mapping.NextChange, mapping.Key }.OfType<string>().Select(SqlName.Quote));

    /// <summary>Whether passes get an index of their own: without a filter the key's serves them.</summary>
    internal static bool HasKeyIndex(StateMapping mapping) => mapping is { Filter: not null, KeyIndex: true };

    /// <summary>The key columns and the condition of the index by which a pass reads the filter's rows and no others.</summary>
    internal static string KeysOn(StateMapping mapping) => $"({SqlName.Quote(mapping.Key)}) where ({mapping.Filter})";

    /// <summary>The condition of the index of due rows: rows that never change are not in it.</summary>
    internal static string DueCondition(StateMapping mapping) =>
        $"{SqlName.Quote(mapping.NextChange)} is not null{(mapping.Filter is { } filter ? $" and ({filter})" : "")}";
}
