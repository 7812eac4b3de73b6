using System.Data.Common;

namespace Kairos.Stores;

/// <summary>A place beside the jobs for the few tables of a solution, in the same database and under the same durability.</summary>
/// <remarks>Statements are portable SQL (SQLite, PostgreSQL). Writes are grouped with those of the engine.</remarks>
/// <threadsafety>All members may be called at once from any thread; the connection handed in is for the call only.</threadsafety>
public interface ISideTables
{
    /// <summary>Runs the migrations of one solution that have not run yet, in order, each in a transaction with its record.</summary>
    /// <param name="solution">The name under which they are recorded.</param>
    /// <param name="migrations">Append-only: name and SQL text.</param>
    /// <param name="ct">Gives up waiting.</param>
    ValueTask MigrateAsync(string solution, IReadOnlyList<(string Name, string Sql)> migrations, CancellationToken ct);

    /// <summary>Runs <paramref name="work"/> in a write transaction; when the task ends well, it is on disk.</summary>
    /// <remarks>The work is synchronous and short. It may be run again when the group it was in failed for another's fault.</remarks>
    ValueTask<T> WriteAsync<T>(Func<DbConnection, T> work, CancellationToken ct);

    /// <summary>Runs <paramref name="work"/> on a reading connection.</summary>
    ValueTask<T> ReadAsync<T>(Func<DbConnection, T> work, CancellationToken ct);
}
