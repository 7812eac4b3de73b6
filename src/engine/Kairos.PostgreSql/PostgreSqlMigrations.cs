using Kairos.PostgreSql.Connections;
using Kairos.PostgreSql.Schema;
using Kairos.Stores.Rows;
using Kairos.Time;
using Microsoft.Extensions.Logging;

namespace Kairos.PostgreSql;

/// <summary>The engine's tables, apart from a running store: how far they are, and bringing them up to date.</summary>
/// <remarks>Solutions bring their own few tables up to date when a node starts with them.</remarks>
public static class PostgreSqlMigrations
{
    /// <summary>What has run and what has not, in order; nothing is written.</summary>
    /// <exception cref="ArgumentException">The options are not whole; the message says what is missing.</exception>
    /// <exception cref="Stores.StoreUnavailableException">The database is not to be had; the message names the remedy.</exception>
    public static async Task<IReadOnlyList<MigrationView>> StatusAsync(PostgreSqlStoreOptions options, TimeProvider time, ILogger logger, CancellationToken ct)
    {
        await using Database database = new(PostgreSqlStoreOptions.Checked(options), time);
        return await new Migrator(database, logger).StatusAsync(ct);
    }

    /// <summary>Runs what has not run yet; returns how many did here. Any number of processes may do it at once: each migration runs in one of them.</summary>
    /// <exception cref="ArgumentException">The options are not whole; the message says what is missing.</exception>
    /// <exception cref="Stores.StoreUnavailableException">The database is not to be had, too old or unsafe, or a newer program has changed its tables; the message names the remedy.</exception>
    public static async Task<int> UpAsync(PostgreSqlStoreOptions options, TimeProvider time, ILogger logger, CancellationToken ct)
    {
        await using Database database = new(PostgreSqlStoreOptions.Checked(options), time);
        await ServerCheck.CheckAsync(database, ct);
        return await new Migrator(database, logger).RunAsync(MigrationList.Engine, Migrator.Own, Instant.From(time.GetUtcNow()), ct);
    }
}
