using Kairos.Sqlite.Connections;
using Kairos.Stores.Contract;
using Kairos.Stores;
using Kairos.Time;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kairos.Sqlite.Tests.Store;

public sealed class SchemaTests : IAsyncLifetime
{
    private readonly SqliteHome _home = new();

    public async ValueTask InitializeAsync()
    {
        SqliteStore store = _home.NewSqliteStore();
        _ = await store.OpenAsync(default, default);
        await store.DisposeAsync();
    }

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Fact]
    public void All_migrations_together_yield_the_schema_that_is_checked_in()
    {
        string schema = string.Join("\n\n", _home.Query("select sql || ';' from sqlite_schema where sql is not null order by type desc, name")) + "\n";

        using StreamReader reader = new(typeof(SchemaTests).Assembly.GetManifestResourceStream("schema.sql")!);
        schema.Split('\n').ShouldBe(reader.ReadToEnd().Split('\n'), "a changed schema needs a new migration and a new Store/schema.sql");
    }

    [Fact]
    public void Every_migration_says_first_whether_it_breaks_older_programs()
    {
        foreach ((string name, string sql) in SqlText.Migrations())
        {
            sql.Split('\n')[0].ShouldBeOneOf(["-- breaking: no", "-- breaking: yes"], name);
        }
    }

    [Fact]
    public void Every_migration_is_recorded()
    {
        _home.Query("select solution || ' ' || name from schema_version").ShouldBe(SqlText.Migrations().Select(migration => $"kairos {migration.Name}"));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task A_migration_of_a_newer_program_keeps_this_one_out_only_when_it_breaks(int breaking, bool opens)
    {
        _ = _home.Query($"insert into schema_version(solution, name, breaking, applied) values ('kairos', '9999_future', {breaking}, 0)");
        await using SqliteStore store = _home.NewSqliteStore();

        Func<Task> open = async () => await store.OpenAsync(default, default);

        if (opens)
        {
            await open();
        }
        else
        {
            (await Should.ThrowAsync<StoreUnavailableException>(open)).Message.ShouldContain("9999_future");
        }
    }

    [Fact]
    public async Task Each_opening_is_a_session_of_its_own()
    {
        _home.Query("select number from session").ShouldBe(["1"]);
        SqliteStore store = _home.NewSqliteStore();
        _ = await store.OpenAsync(default, default);
        await store.DisposeAsync();

        _home.Query("select number from session").ShouldBe(["2"]);
    }
}
