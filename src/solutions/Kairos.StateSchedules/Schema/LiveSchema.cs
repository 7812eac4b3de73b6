using System.Collections.Immutable;
using System.Data.Common;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Schema;

/// <summary>What a database has of a mapping's tables; read anew whenever something is decided by it.</summary>
internal sealed record LiveSchema
{
    internal required StateDatabaseKind Kind { get; init; }

    /// <summary>As PostgreSQL counts: 150004 is 15.4; 0 with SQLite.</summary>
    internal required int Version { get; init; }

    /// <summary>Null when there is none.</summary>
    internal required LiveTable? Status { get; init; }

    /// <summary>The other table; null when there is none, or the mapping names none.</summary>
    internal required LiveTable? Schedule { get; init; }

    /// <summary>The other table; null when there is none, or the mapping names none.</summary>
    internal required LiveTable? Budget { get; init; }

    /// <summary>What Kairos installed beside the status table's own indexes and triggers: PostgreSQL's functions with their triggers, SQLite's triggers.</summary>
    internal required ImmutableArray<LiveObject> Objects { get; init; }

    internal static async Task<LiveSchema> ReadAsync(DbConnection connection, StateDatabaseKind kind, StateMapping mapping, CancellationToken ct)
    {
        bool server = kind == StateDatabaseKind.PostgreSql;
        LiveTable? status = await TableAsync(mapping.Table);
        return new LiveSchema
        {
            Kind = kind,
            Version = server ? await PostgreSqlCatalog.VersionAsync(connection, ct) : 0,
            Status = status,
            Schedule = mapping.Schedule.Table is { } schedule ? await TableAsync(schedule) : null,
            Budget = mapping.Budget?.Table is { } budget ? await TableAsync(budget) : null,
            Objects = server ? await PostgreSqlCatalog.ObjectsAsync(connection, status?.Schema, ct) : await SqliteCatalog.ObjectsAsync(connection, ct),
        };

        Task<LiveTable?> TableAsync(string table) =>
            server ? PostgreSqlCatalog.TableAsync(connection, table, ct) : SqliteCatalog.TableAsync(connection, table, ct);
    }
}

/// <param name="Kind">What it is.</param>
/// <param name="Name">As the database has it; begins with <c>kairos_</c>.</param>
/// <param name="On">The trigger's table as SQL; empty for a function.</param>
internal sealed record LiveObject(LiveObjectKind Kind, string Name, string On);

internal enum LiveObjectKind
{
    Trigger,
    Function,
}
