using System.Data.Common;
using Kairos.StateSchedules.Tables;
using Kairos.Time;
using Npgsql;

namespace Kairos.StateSchedules.Tests.Tables;

internal sealed class PostgreSqlBed(string connectionString) : TableBed
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString);

    internal override StateDatabaseKind Kind => StateDatabaseKind.PostgreSql;

    internal override DbDataSource Source => _source;

    protected override string InstantType => "timestamptz";

    protected override string DateType => "timestamptz";

    internal static async Task<PostgreSqlBed> MakeAsync(PostgresFixture server)
    {
        PostgreSqlBed bed = new(await server.DatabaseAsync());
        await bed.CreateAsync();
        return bed;
    }

    internal override string Next(Instant at) => $"timestamptz '{at}'";

    internal override string Date(Instant at) => Next(at);

    public override ValueTask DisposeAsync() => _source.DisposeAsync();
}
