using Kairos.Jobs;

namespace Kairos.PostgreSql.Connections;

/// <summary>The order in which the primary keys of jobs and of their record begin.</summary>
internal static class KeyOrder
{
    /// <summary>What is neighbour in the key is written together: each row finds the page of the one before, and leaves it denser.</summary>
    public static IEnumerable<T> InKeyOrder<T>(this IEnumerable<T> rows, Func<T, JobId> job) => rows.OrderBy(row => job(row).Shard).ThenBy(job);
}
