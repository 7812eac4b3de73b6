using Kairos.Lab.Databases;
using Npgsql;

namespace Kairos.Lab.Tests.Databases;

public sealed class DatabaseYardTests(DatabaseYard yard)
{
    [Fact]
    public async Task Each_database_is_empty_and_nobody_elses()
    {
        await using YardDatabase one = await yard.CreateDatabaseAsync(CancellationToken.None);
        await using YardDatabase other = await yard.CreateDatabaseAsync(CancellationToken.None);
        await Sql.ExecuteAsync(one.ConnectionString, "create table mine(n int)");
        (await Sql.ScalarAsync<long>(other.ConnectionString, "select count(*) from pg_tables where schemaname = 'public'")).ShouldBe(0);
        (await Sql.ScalarAsync<long>(one.ConnectionString, "select count(*) from pg_tables where schemaname = 'public'")).ShouldBe(1);
    }

    [Fact]
    public async Task It_is_dropped_although_somebody_is_still_connected()
    {
        YardDatabase database = await yard.CreateDatabaseAsync(CancellationToken.None);
        await using NpgsqlConnection left = new($"{database.ConnectionString};Pooling=false");
        await left.OpenAsync();

        await database.DisposeAsync();

        PrivatePostgres server = await yard.ServerAsync();
        (await Sql.ScalarAsync<long>(server.ConnectionString, $"select count(*) from pg_database where datname = '{database.Name}'")).ShouldBe(0);
    }
}
