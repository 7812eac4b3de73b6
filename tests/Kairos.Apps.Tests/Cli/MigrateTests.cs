using System.Text.Json;
using Kairos.Lab.Databases;

namespace Kairos.Apps.Tests.Cli;

public sealed class MigrateTests(DatabaseYard yard) : IAsyncLifetime
{
    private YardDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await yard.CreateDatabaseAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Status_tells_what_is_missing_by_word_and_exit_code_and_up_runs_it()
    {
        Ran before = await RunAsync("status");
        before.Code.ShouldBe(1, before.Error);
        before.Out.ShouldContain("0001_jobs  missing");
        before.Out.ShouldContain("kairos migrate up");

        (await RunAsync("up")).Ok().Out.ShouldStartWith("schema kairos is up to date: ");
        (await RunAsync("up")).Ok().Out.ShouldBe("schema kairos was up to date\n");

        JsonElement after = (await RunAsync("status", "--json")).Ok().Json();
        after.GetProperty("missing").GetInt32().ShouldBe(0);
        JsonElement first = after.GetProperty("migrations")[0];
        first.GetProperty("name").GetString().ShouldBe("0001_jobs");
        first.GetProperty("applied").GetString().ShouldNotBeNull().ShouldEndWith("Z");
        first.GetProperty("known").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Each_migration_runs_once_however_many_nodes_try_at_once()
    {
        int all = (await RunAsync("status", "--json")).Json().GetProperty("missing").GetInt32();

        Ran[] ran = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => RunAsync("up", "--json")));

        ran.Sum(r => r.Ok().Json().GetProperty("ran").GetInt32()).ShouldBe(all);
    }

    [Fact]
    public async Task Schemas_of_one_database_are_apart()
    {
        (await RunAsync("up", "--schema", "jobs")).Ok();

        (await RunAsync("status")).Code.ShouldBe(1);
        (await RunAsync("status", "--schema", "jobs")).Ok();
    }

    [Fact]
    public async Task Database_that_is_not_named_is_a_usage_error() =>
        (await new CommandLine().RunAsync("migrate", "status")).ShouldBeUsage("No connection is given", "--connection", "KAIROS_CONNECTION");

    [Fact]
    public async Task Database_that_is_not_there_is_told()
    {
        PrivatePostgres server = await yard.ServerAsync();

        Ran ran = await RunOnAsync(server.ConnectionStringTo("nowhere"), "up");

        ran.Code.ShouldBe(1);
        ran.Error.ShouldContain("has no such database: create it");
    }

    private Task<Ran> RunAsync(string verb, params string[] more) => RunOnAsync(_database.ConnectionString, [verb, .. more]);

    private static Task<Ran> RunOnAsync(string connection, params string[] args) =>
        new CommandLine { Time = TimeProvider.System }.With("KAIROS_CONNECTION", connection).RunAsync(["migrate", .. args]);
}
