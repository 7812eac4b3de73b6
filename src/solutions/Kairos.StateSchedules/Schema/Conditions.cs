using System.Data.Common;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Schema;

/// <summary>Has the database plan the mapping's filter and release, and try the filter as an index's condition on an empty table.</summary>
internal static class Conditions
{
    private const int UsualSeconds = 30;
    private const string Trial = "kairos_trial";

    internal static async Task<List<SchemaFinding>> TryAsync(DbConnection connection, LiveSchema live, StateMapping mapping, CancellationToken ct)
    {
        List<SchemaFinding> findings = [];
        LiveTable table = live.Status!;
        if (mapping.Filter is { } filter)
        {
            bool planned = await TryOneAsync("filter", $"explain select 1 from {table.Sql} where ({filter})",
                "a condition over the status table's columns is needed", "Correct it until select count(*) with it runs.");
            if (planned)
            {
                await TryIndexAsync(filter);
            }

            if (planned && live.Kind == StateDatabaseKind.PostgreSql && live.Schedule is not null)
            {
                await TryTriggerAsync(filter);
            }
        }

        if (mapping.Budget is { Release: var release } budget)
        {
            string join = live.Budget is { } other ? $" join {other.Sql} b on b.{SqlName.Quote(budget.Key!)} = t.{SqlName.Quote(budget.By!)}" : "";
            _ = await TryOneAsync("budget.release", $"explain select 1 from {table.Sql} t{join} where ({release})",
                "a condition over b, a row of budgets, and t, the row of status, is needed", "Correct it; without a table of budgets there is no b.");
        }

        return findings;

        async Task TryIndexAsync(string condition)
        {
            // Rolled back, and on a table of this session's own: nothing of the user's is touched. A savepoint in SQLite, for an
            // installation is one transaction there.
            bool server = live.Kind == StateDatabaseKind.PostgreSql;
            await connection.RunAsync(server ? "begin" : $"savepoint {Trial}", ct, UsualSeconds);
            try
            {
                _ = await TryOneAsync("filter",
                    $"create temp table {Trial} as select * from {table.Sql} limit 0; create index {(server ? "" : $"temp.{Trial}_due ")}on {Trial} ({SqlName.Quote(mapping.Key)}) where ({condition})",
                    "the index of due rows has it as its condition, so it may hold columns, constants and immutable functions",
                    "Leave out subqueries, the table's name before columns, and functions whose answer varies, such as now().");
            }
            finally
            {
                await connection.RunAsync(server ? "rollback" : $"rollback to {Trial}; release {Trial}", CancellationToken.None, UsualSeconds);
            }
        }

        // Where the trigger of the schedule table will ask it: in the owner's name, so by a search path that nobody can put anything into.
        // What it doesn't find there would fail the user's own edits.
        async Task TryTriggerAsync(string condition)
        {
            await connection.RunAsync($"begin; set local search_path = {PostgreSqlTriggers.SearchPath(table)}", ct, UsualSeconds);
            try
            {
                _ = await TryOneAsync("filter", $"explain select 1 from {table.Sql} where ({condition})",
                    $"a trigger of {mapping.Schedule.Table} asks it by the search path {PostgreSqlTriggers.SearchPath(table)}",
                    "Write types and functions of other schemas with their schema.");
            }
            finally
            {
                await connection.RunAsync("rollback", CancellationToken.None, UsualSeconds);
            }
        }

        async Task<bool> TryOneAsync(string member, string sql, string needed, string remedy)
        {
            try
            {
                await connection.RunAsync(sql, ct, UsualSeconds);
                return true;
            }
            catch (Exception e) when (e is InvalidOperationException or DbException { IsTransient: false } && !ct.IsCancellationRequested)
            {
                // The first is what the driver of SQLite says of a parameter. A user without temporary tables can't try it; building the index will tell.
                bool refused = e is DbException { SqlState: SchemaErrors.InsufficientPrivilege };
                findings.Add(new SchemaFinding
                {
                    Severity = refused ? FindingSeverity.Advice : FindingSeverity.Error,
                    Table = mapping.Table,
                    Column = member,
                    Found = refused ? $"it can't be tried: {e.Message}" : $"the database refuses it: {e.Message}",
                    Needed = needed,
                    Remedy = remedy,
                });
                return false;
            }
        }
    }
}
