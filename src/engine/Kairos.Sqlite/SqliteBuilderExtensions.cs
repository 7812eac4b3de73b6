using Kairos.Hosting;
using Kairos.Sqlite;
using Kairos.Stores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses SQLite as the store of an engine.</summary>
public static class SqliteBuilderExtensions
{
    /// <summary>Keeps jobs in the SQLite file at <paramref name="path"/>, which is made when it is not there.</summary>
    public static KairosBuilder UseSqlite(this KairosBuilder builder, string path) => builder.UseSqlite(new SqliteStoreOptions { Path = path });

    /// <summary>Keeps jobs in SQLite; the same file serves the solutions' tables.</summary>
    public static KairosBuilder UseSqlite(this KairosBuilder builder, SqliteStoreOptions options)
    {
        builder.Services.AddSingleton(sp => new SqliteStore(
            options,
            sp.GetService<ILogger<SqliteStore>>() ?? NullLogger<SqliteStore>.Instance,
            sp.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<ISideTables>(sp => sp.GetRequiredService<SqliteStore>());
        return builder.UseStore(sp => sp.GetRequiredService<SqliteStore>());
    }
}
