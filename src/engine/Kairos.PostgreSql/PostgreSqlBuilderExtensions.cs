using Kairos.Hosting;
using Kairos.PostgreSql;
using Kairos.Stores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses PostgreSQL as the store of an engine.</summary>
public static class PostgreSqlBuilderExtensions
{
    /// <summary>Keeps jobs in the database of this connection string; any number of nodes may share it.</summary>
    public static KairosBuilder UsePostgreSql(this KairosBuilder builder, string connectionString) =>
        builder.UsePostgreSql(new PostgreSqlStoreOptions { ConnectionString = connectionString });

    /// <summary>Keeps jobs in PostgreSQL; the same database serves the solutions' tables.</summary>
    public static KairosBuilder UsePostgreSql(this KairosBuilder builder, PostgreSqlStoreOptions options)
    {
        builder.Services.AddSingleton(sp => new PostgreSqlStore(
            options,
            sp.GetService<ILogger<PostgreSqlStore>>() ?? NullLogger<PostgreSqlStore>.Instance,
            sp.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<ISideTables>(sp => sp.GetRequiredService<PostgreSqlStore>());
        return builder.UseStore(sp => sp.GetRequiredService<PostgreSqlStore>());
    }
}
