using System.Data.Common;
using Kairos.Sqlite.Connections;
using Microsoft.Data.Sqlite;

namespace Kairos.Sqlite.Tests.Store;

public sealed class DataSourceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kairos-test-").FullName;

    private string Existing
    {
        get
        {
            string path = Path.Combine(_folder, "user.db");
            File.WriteAllBytes(path, []);
            return path;
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_connection_keeps_a_write_ahead_log_and_waits_for_other_writers_whoever_opens_it()
    {
        await using SqliteDataSource source = new(Existing);
        await using DbConnection opened = await source.OpenConnectionAsync();
        (await AskAsync(opened, "pragma journal_mode")).ShouldBe("wal");
        (await AskAsync(opened, "pragma busy_timeout")).ShouldBe(5_000L);
        await using DbConnection created = source.CreateConnection();
        await created.OpenAsync();
        (await AskAsync(created, "pragma busy_timeout")).ShouldBe(5_000L);
        await using DbCommand command = source.CreateCommand("pragma busy_timeout");
        (await command.ExecuteScalarAsync()).ShouldBe(5_000L);
    }

    [Fact]
    public async Task A_reader_goes_on_while_another_connection_writes()
    {
        await using SqliteDataSource source = new(Existing);
        await using DbConnection writer = await source.OpenConnectionAsync();
        _ = await AskAsync(writer, "create table t (a); insert into t values (1)");
        await using DbTransaction open = await writer.BeginTransactionAsync();
        await using DbCommand change = writer.CreateCommand();
        (change.CommandText, change.Transaction) = ("update t set a = 2", open);
        _ = await change.ExecuteNonQueryAsync();
        await using DbConnection reader = await source.OpenConnectionAsync();
        (await AskAsync(reader, "select a from t")).ShouldBe(1L);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_refused_and_not_made()
    {
        string path = Path.Combine(_folder, "slip.db");
        await using SqliteDataSource source = new(path);
        (await Should.ThrowAsync<SqliteException>(async () => await source.OpenConnectionAsync())).SqliteErrorCode.ShouldBe(14);
        File.Exists(path).ShouldBeFalse();
        Should.Throw<ArgumentException>(() => new SqliteDataSource(" "));
    }

    [Fact]
    public async Task With_the_source_its_connections_end_and_the_log_is_copied_into_the_file()
    {
        string path = Existing;
        await using (SqliteDataSource source = new(path))
        {
            await using DbConnection connection = await source.OpenConnectionAsync();
            _ = await AskAsync(connection, "create table t (a)");
        }

        File.Exists($"{path}-wal").ShouldBeFalse();
    }

    private static async Task<object?> AskAsync(DbConnection connection, string sql)
    {
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }
}
