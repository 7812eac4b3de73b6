using System.Data.Common;
using System.Globalization;
using Kairos.Sqlite.Connections;
using Kairos.StateSchedules.Mapping;

namespace Kairos.Apps.Tests.Server;

/// <summary>An SQLite file of a user's with ads in it: 1 on for ever, 2 never on, 3 ended long ago. None has its state yet.</summary>
internal sealed class AdFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kairos-ads-").FullName;

    internal AdFile()
    {
        File.WriteAllBytes(Path, []);
        Run("""
            create table ad (id integer primary key, grid text, end_at text, paused integer not null default 0, status integer not null default 0, version integer not null default 0);
            insert into ad (id, grid, end_at) values (1, null, null), (2, '{never}', null), (3, null, '2020-01-01T00:00:00Z');
            """.Replace("{never}", new string('0', 168), StringComparison.Ordinal));
    }

    internal string Path => System.IO.Path.Combine(_folder, "ads.db");

    internal string Connection => $"Data Source={Path}";

    /// <summary>The mapping as it stands in a file, its connection in the variable ADS.</summary>
    internal static string Json => """
        {
          "name": "ads", "connection": "env:ADS", "table": "ad", "key": "id", "zone": "Asia/Shanghai", "every": "1h",
          "status": "status", "bits": { "ended": 2, "outsideSlots": 4, "budgetExhausted": 8 }, "version": "version",
          "schedule": { "grid": "grid", "end": "end_at", "paused": "paused" }
        }
        """;

    internal StateMapping Mapping => MappingReader.Read(Json, _ => Connection).Mappings.Single();

    /// <summary>The status of rows 1, 2 and 3.</summary>
    internal string Status => Ask("select group_concat(status, ' ') from (select status from ad order by id)");

    internal string Ask(string sql)
    {
        using SqliteDataSource source = new(Path);
        using DbCommand command = source.CreateCommand(sql);
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture)!;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Run(string sql)
    {
        using SqliteDataSource source = new(Path);
        using DbCommand command = source.CreateCommand(sql);
        command.ExecuteNonQuery();
    }
}
