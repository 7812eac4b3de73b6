using System.Reflection;
using Kairos.Jobs;

namespace Kairos.Architecture.Tests;

public sealed class FloorTests
{
    private static readonly Assembly s_engine = typeof(JobClient).Assembly;
    private static readonly Assembly s_sqlite = typeof(Sqlite.SqliteStore).Assembly;
    private static readonly Assembly s_testing = typeof(Testing.ManualTime).Assembly;
    private static readonly Assembly s_seats = typeof(Seats.Desk.SeatDesk).Assembly;
    private static readonly Assembly s_states = typeof(StateSchedules.Mapping.StateMapping).Assembly;
    private static readonly Assembly s_playground = typeof(Playground.PlaygroundHost).Assembly;
    private static readonly Assembly s_lab = typeof(Lab.Databases.PrivatePostgres).Assembly;
    private static readonly Assembly s_server = typeof(Server.ServerHost).Assembly;

    [Fact]
    public void The_engine_stands_on_the_base_library_and_extensions_alone() =>
        Foreign(s_engine).ShouldAllBe(name => name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal));

    [Fact]
    public void The_embedded_store_adds_only_SQLite_to_the_engine() =>
        Foreign(s_sqlite).ShouldAllBe(name => name == "Kairos" || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.Data.Sqlite", StringComparison.Ordinal) || name.StartsWith("SQLitePCLRaw", StringComparison.Ordinal));

    [Fact]
    public void The_store_of_a_cluster_adds_only_its_driver_to_the_engine() =>
        Foreign(typeof(PostgreSql.PostgreSqlStore).Assembly).ShouldAllBe(name => name == "Kairos" || name == "Npgsql" || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal));

    [Fact]
    public void Solutions_know_the_engine_but_no_store_no_app_and_not_each_other() =>
        ((Assembly[])[s_seats, s_states]).SelectMany(Foreign).Where(name => name.StartsWith("Kairos", StringComparison.Ordinal)).Distinct().ShouldBe(["Kairos"]);

    [Fact]
    public void State_schedules_talk_to_any_database_and_know_no_driver() =>
        Foreign(s_states).ShouldAllBe(name => name == "Kairos" || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal));

    [Fact]
    public void The_playground_knows_nothing_of_what_is_judged_against_it() =>
        Foreign(s_playground).ShouldNotContain(name => name.StartsWith("Kairos", StringComparison.Ordinal));

    [Fact]
    public void The_server_knows_no_command_line_and_no_playground() =>
        Foreign(s_server).ShouldNotContain(name => name == "Kairos.Cli" || name == "Kairos.Playground");

    [Fact]
    public void The_lab_knows_the_engine_and_its_stores_but_no_solution_and_no_other_app() =>
        Foreign(s_lab).Where(name => name.StartsWith("Kairos", StringComparison.Ordinal)).ShouldBeSubsetOf(["Kairos", "Kairos.PostgreSql", "Kairos.Sqlite"]);

    [Fact]
    public void Test_support_is_built_on_the_engine_and_its_embedded_store() =>
        Foreign(s_testing).Where(name => name.StartsWith("Kairos", StringComparison.Ordinal)).Order().ShouldBe(["Kairos", "Kairos.Sqlite"]);

    private static IEnumerable<string> Foreign(Assembly assembly) => assembly
        .GetReferencedAssemblies()
        .Select(reference => reference.Name!)
        .Where(name => !name.StartsWith("System", StringComparison.Ordinal) && name is not ("netstandard" or "mscorlib"));
}
