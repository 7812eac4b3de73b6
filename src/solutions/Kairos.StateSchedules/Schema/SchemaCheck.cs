using System.Collections.Immutable;
using System.Data.Common;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Schema;

/// <summary>Holds the live schema against a mapping.</summary>
internal static class SchemaCheck
{
    private const int OldestVersion = 120_000;
    private const int TestedVersion = 150_000;

    /// <summary>All that doesn't fit, errors first; nothing is changed.</summary>
    /// <exception cref="StateTableException">The database can't be asked.</exception>
    internal static async Task<ImmutableArray<SchemaFinding>> RunAsync(DbDataSource source, StateDatabaseKind kind, StateMapping mapping, CancellationToken ct)
    {
        try
        {
            await using DbConnection connection = await source.OpenConnectionAsync(ct);
            return await RunAsync(connection, await LiveSchema.ReadAsync(connection, kind, mapping, ct), mapping, ct);
        }
        catch (DbException e)
        {
            throw SchemaErrors.Of(e, $"Looking at the tables of mapping '{mapping.Name}'");
        }
    }

    internal static async Task<ImmutableArray<SchemaFinding>> RunAsync(DbConnection connection, LiveSchema live, StateMapping mapping, CancellationToken ct)
    {
        List<SchemaFinding> findings = [.. Versions(live, mapping), .. new TableRules(mapping, live).Check()];
        if (live.Status is not null && live.Budget is null == mapping.Budget?.Table is null && !findings.Any(IsMissing))
        {
            findings.AddRange(await Conditions.TryAsync(connection, live, mapping, ct));
        }

        return [.. findings.OrderByDescending(finding => finding.Severity)];

        // What is missing would be told a second time in the words of the database.
        static bool IsMissing(SchemaFinding finding) => finding.Found.StartsWith("there is no such", StringComparison.Ordinal);
    }

    private static IEnumerable<SchemaFinding> Versions(LiveSchema live, StateMapping mapping)
    {
        if (live.Kind == StateDatabaseKind.PostgreSql && live.Version < TestedVersion)
        {
            yield return new SchemaFinding
            {
                Severity = live.Version < OldestVersion ? FindingSeverity.Error : FindingSeverity.Advice,
                Table = mapping.Table,
                Found = $"the server is PostgreSQL {live.Version / 10_000}",
                Needed = "15 and later are tested, 12 is the oldest that has what is used",
                Remedy = "Upgrade the server.",
            };
        }
    }
}
