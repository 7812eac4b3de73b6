using System.Data.Common;
using Kairos.StateSchedules.Tables;
using Kairos.Time;
using Npgsql;

namespace Kairos.StateSchedules.Tests.Tables;

/// <param name="connectionString">The way to its database.</param>
/// <param name="lender">Who has it back; null where it is another's, or nobody's.</param>
internal sealed class PostgreSqlBed(string connectionString, PostgresFixture? lender = null) : TableBed
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString);

    internal override StateDatabaseKind Kind => StateDatabaseKind.PostgreSql;

    internal override DbDataSource Source => _source;

    protected override string InstantType => "timestamptz";

    protected override string DateType => "timestamptz";

    internal static async Task<PostgreSqlBed> MakeAsync(PostgresFixture server)
    {
        PostgreSqlBed bed = new(await server.DatabaseAsync(), server);
        await bed.CreateAsync();
        return bed;
    }

    internal override string Next(Instant at) => $"timestamptz '{at}'";

    internal override string Date(Instant at) => Next(at);

    public override async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        if (lender is not null)
        {
            await lender.ReturnAsync(connectionString);
        }
    }
}
