using Kairos.Server;
using Kairos.StateSchedules.Mapping;
using Npgsql;

namespace Kairos.Apps.Tests.Server;

public sealed class StateDatabasesTests
{
    [Theory]
    [InlineData(1, 11)]
    [InlineData(8, 32)]
    [InlineData(64, 100)]
    public void What_a_connection_string_leaves_open_is_set_for_state_schedules(int slices, int connections)
    {
        NpgsqlConnectionStringBuilder full = StateDatabases.PostgreSqlOf(Mapping("Host=h;Database=ads;Username=u") with { Slices = slices });

        (full.Host, full.NoResetOnClose, full.ApplicationName, full.MaxPoolSize).ShouldBe(("h", true, "kairos states ads", connections));
    }

    [Theory]
    [InlineData("Host=h;No Reset On Close=false;Application Name=mine;Maximum Pool Size=3")]
    [InlineData("Host=h;NoResetOnClose=false;ApplicationName=mine;MaxPoolSize=3")]
    public void What_a_connection_string_says_stays(string connection)
    {
        NpgsqlConnectionStringBuilder full = StateDatabases.PostgreSqlOf(Mapping(connection));

        (full.NoResetOnClose, full.ApplicationName, full.MaxPoolSize).ShouldBe((false, "mine", 3));
    }

    [Fact]
    public void A_pool_is_not_smaller_than_what_it_keeps_open() =>
        StateDatabases.PostgreSqlOf(Mapping("Host=h;Minimum Pool Size=50")).MaxPoolSize.ShouldBe(50);

    private static StateMapping Mapping(string connection) => MappingReader.Read(AdFile.Json, _ => connection).Mappings.Single();
}
