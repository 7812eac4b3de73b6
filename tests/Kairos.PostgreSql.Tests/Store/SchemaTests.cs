using System.Globalization;
using System.Runtime.CompilerServices;
using Kairos.Jobs;
using Kairos.Lab.Databases;
using Kairos.PostgreSql.Schema;
using Kairos.Stores;
using Kairos.Stores.Contract;
using Kairos.Time;
using Npgsql;

namespace Kairos.PostgreSql.Tests.Store;

public sealed class SchemaTests(DatabasePool databases) : PostgreSqlTests(databases)
{
    [Fact]
    public async Task The_schema_is_as_listed()
    {
        string file = Path.Combine(Path.GetDirectoryName(ThisFile())!, "schema.sql");
        string actual = await DumpAsync();
        if (Environment.GetEnvironmentVariable("KAIROS_ACCEPT") == "1")
        {
            await File.WriteAllTextAsync(file, actual, None);
        }

        string listed = (await File.ReadAllTextAsync(file, None)).ReplaceLineEndings("\n");
        actual.ShouldBe(listed, "The schema changed. If that is meant, run the tests with KAIROS_ACCEPT=1 and commit the diff.");
    }

    [Fact]
    public void Each_migration_is_recorded() =>
        Pg.Query("select name from kairos.schema_version where solution = 'kairos' order by name").ShouldBe(Migrator.Own.Select(static own => own.Name));

    [Fact]
    public async Task A_newer_breaking_migration_keeps_this_program_out()
    {
        _ = Pg.Query("insert into kairos.schema_version values ('kairos', '9999_newer', true, now())");
        await using PostgreSqlStore store = Pg.NewPostgreSqlStore();

        (await Should.ThrowAsync<StoreUnavailableException>(store.OpenAsync(T0, None).AsTask())).Message.ShouldContain("9999_newer");
    }

    [Fact]
    public async Task A_newer_migration_that_breaks_nothing_does_not()
    {
        _ = Pg.Query("insert into kairos.schema_version values ('kairos', '9999_newer', false, now())");

        _ = await Pg.OpenOtherAsync(T0);
    }

    [Fact]
    public async Task Stores_that_open_an_empty_database_at_once_migrate_it_once()
    {
        await using YardDatabase empty = await Databases.NewAsync();
        PostgreSqlStore[] stores = [.. Enumerable.Range(0, 6).Select(_ => Pg.NewPostgreSqlStore(o => o with { ConnectionString = empty.ConnectionString }))];

        await Task.WhenAll(stores.Select(store => Task.Run(() => store.OpenAsync(T0, None).AsTask())));

        PostgreSqlHome.Query(empty.ConnectionString, "select name from kairos.schema_version").ShouldBe(Migrator.Own.Select(static own => own.Name));
        foreach (PostgreSqlStore store in stores)
        {
            (await store.SubmitAsync(Job(), T0, None)).Status.ShouldBe(SubmitStatus.Created);
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task An_empty_database_that_is_not_to_be_migrated_is_refused_and_stays_empty()
    {
        await using YardDatabase empty = await Databases.NewAsync();
        await using PostgreSqlStore store = Pg.NewPostgreSqlStore(o => o with { ConnectionString = empty.ConnectionString, Migrate = false });

        (await Should.ThrowAsync<StoreUnavailableException>(store.OpenAsync(T0, None).AsTask())).Message.ShouldContain("kairos migrate up");

        PostgreSqlHome.Query(empty.ConnectionString, "select nspname from pg_namespace where nspname = 'kairos'").ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_schemas_in_one_database_know_nothing_of_each_other()
    {
        await using YardDatabase empty = await Databases.NewAsync();
        await using PostgreSqlStore first = Pg.NewPostgreSqlStore(o => o with { ConnectionString = empty.ConnectionString, Schema = "first_app" });
        await using PostgreSqlStore second = Pg.NewPostgreSqlStore(o => o with { ConnectionString = empty.ConnectionString });
        NewJob job = Job("k");
        foreach (PostgreSqlStore store in (PostgreSqlStore[])[first, second])
        {
            _ = await store.OpenAsync(T0, None);
            await Pg.JoinAsync(store, T0);
            (await store.SubmitAsync(job, T0, None)).Status.ShouldBe(SubmitStatus.Created);
            ArmedRow row = await ArmOneAsync(store);
            (await store.CompleteAsync([Ended(row)], T0, None)).ShouldBe([CompletionAnswer.Committed]);
            _ = await store.SweepAsync(T0, None);
        }

        PostgreSqlHome.Query(empty.ConnectionString, "select nspname from pg_namespace where nspname in ('kairos', 'first_app') order by 1").ShouldBe(["first_app", "kairos"]);
        (await first.ListRunsAsync(new RunFilter { Job = job.Id }, None)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Upper")]
    [InlineData("1st")]
    [InlineData("a-b")]
    [InlineData("a_name_that_is_longer_than_a_channel_of_calls_can_be")]
    public void A_schema_whose_name_would_have_to_be_quoted_is_refused(string schema) =>
        Should.Throw<ArgumentException>(() => Pg.NewPostgreSqlStore(o => o with { Schema = schema })).Message.ShouldContain("can't be the schema");

    protected override StoreHome CreateHome() => new PostgreSqlHome(Databases, isAlone: true);

    private static string ThisFile([CallerFilePath] string path = "") => path;

    // Without the days of the record, whose names move, and without what pg_dump says about itself.
    private async Task<string> DumpAsync()
    {
        NpgsqlConnectionStringBuilder settings = new(Pg.ConnectionString);
        PostgresPrograms programs = await PostgresPrograms.FindAsync(None);
        string dump = await programs.RunAsync(
            "pg_dump",
            [
                "--schema-only", "--schema=kairos", "--no-owner", "--no-privileges", "--exclude-table=kairos.run_2*",
                "-h", settings.Host!, "-p", settings.Port.ToString(CultureInfo.InvariantCulture), "-U", settings.Username!, settings.Database!,
            ],
            None);
        IEnumerable<string> lines = dump.ReplaceLineEndings("\n").Split('\n')
            .Where(static line => !line.StartsWith("--", StringComparison.Ordinal) && !line.StartsWith("SET ", StringComparison.Ordinal)
                && !line.StartsWith("SELECT pg_catalog.set_config", StringComparison.Ordinal) && !line.StartsWith('\\') && line.Length > 0);
        return string.Join('\n', lines) + "\n";
    }
}
