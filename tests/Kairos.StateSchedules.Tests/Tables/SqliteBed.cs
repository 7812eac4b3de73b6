using System.Data.Common;
using System.Globalization;
using Kairos.Sqlite.Connections;
using Kairos.StateSchedules.Tables;
using Kairos.Time;

namespace Kairos.StateSchedules.Tests.Tables;

internal sealed class SqliteBed : TableBed
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kairos-states-");
    private readonly SqliteDataSource _source;

    internal SqliteBed()
    {
        Path = System.IO.Path.Combine(_folder.FullName, "ads.db");
        File.WriteAllBytes(Path, []);
        _source = new SqliteDataSource(Path);
    }

    internal string Path { get; }

    internal override StateDatabaseKind Kind => StateDatabaseKind.Sqlite;

    internal override DbDataSource Source => _source;

    protected override string InstantType => "integer";

    protected override string DateType => "text";

    internal override string Next(Instant at) => at.Micros.ToString(CultureInfo.InvariantCulture);

    internal override string Date(Instant at) => $"'{at}'";

    public override async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
