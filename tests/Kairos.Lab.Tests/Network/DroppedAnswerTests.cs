using Kairos.Lab.Databases;
using Kairos.Lab.Network;
using Npgsql;

namespace Kairos.Lab.Tests.Network;

public sealed class DroppedAnswerTests(DatabaseYard yard) : ProxyTests(yard)
{
    [Fact]
    public async Task The_answer_of_a_commit_is_dropped_and_the_commit_stands()
    {
        await using NpgsqlConnection connection = await OpenAsync();
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
        Task dropped = Proxy.DropNextAnswerAsync(Answers.OfCommit);
        await ExecuteAsync(connection, "insert into kept values (1)");
        (await ScalarAsync(connection, "select count(*) from kept")).ShouldBe(1);
        dropped.IsCompleted.ShouldBeFalse();

        await BreaksAsync(transaction.CommitAsync());

        await dropped.WaitAsync(Patience, TimeProvider.System);
        (await CountAsync()).ShouldBe(1);
    }

    [Theory]
    [InlineData("insert into kept values (1)", false)]
    [InlineData("insert into kept values (1)", true)]
    [InlineData("with new as (insert into kept values (1) returning n) select n from new", false)]
    [InlineData("with new as (insert into kept values (1) returning n) select n from new", true)]
    public async Task The_answer_of_a_write_that_is_committed_by_itself_is_dropped_and_the_write_stands(string statement, bool prepared)
    {
        await using NpgsqlConnection connection = await OpenAsync();
        await using NpgsqlCommand command = new(statement, connection);
        if (prepared)
        {
            await command.PrepareAsync();
        }

        Task dropped = Proxy.DropNextAnswerAsync(Answers.OfCommit | Answers.OfWrite);
        (await ScalarAsync(connection, "select count(*) from kept")).ShouldBe(0);
        await BreaksAsync(command.ExecuteNonQueryAsync());

        await dropped.WaitAsync(Patience, TimeProvider.System);
        (await CountAsync()).ShouldBe(1);

        // One was asked for, so the next is delivered.
        await using NpgsqlConnection other = await OpenAsync();
        await ExecuteAsync(other, "insert into kept values (2)");
    }

    [Fact]
    public async Task Answers_of_what_failed_was_only_read_or_is_not_committed_yet_are_delivered_while_one_is_to_be_dropped()
    {
        Task dropped = Proxy.DropNextAnswerAsync(Answers.OfCommit | Answers.OfWrite);
        await using NpgsqlConnection connection = await OpenAsync();
        await Should.ThrowAsync<PostgresException>(() => ExecuteAsync(connection, "insert into kept values (1), (1)"));
        await ExecuteAsync(connection, "select n from kept for update");
        await using (NpgsqlTransaction transaction = await connection.BeginTransactionAsync())
        {
            await ExecuteAsync(connection, "insert into kept values (1)");
            await transaction.RollbackAsync();
        }

        dropped.IsCompleted.ShouldBeFalse();
        Proxy.Clear();
        dropped.IsCanceled.ShouldBeTrue();
        await ExecuteAsync(connection, "insert into kept values (1)");
    }

    [Fact]
    public async Task Only_the_answer_to_the_statement_that_is_meant_is_dropped()
    {
        Task dropped = Proxy.DropNextAnswerAsync(Answers.OfWrite, sql => sql.Contains("(2)", StringComparison.Ordinal));
        await using NpgsqlConnection connection = await OpenAsync();
        await ExecuteAsync(connection, "insert into kept values (1)");
        await BreaksAsync(ExecuteAsync(connection, "insert into kept values (2)"));
        await dropped.WaitAsync(Patience, TimeProvider.System);
        (await CountAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task A_copy_of_many_rows_passes_while_an_answer_is_watched_for()
    {
        Task dropped = Proxy.DropNextAnswerAsync(Answers.OfWrite, sql => sql.Contains("delete", StringComparison.Ordinal));
        await using NpgsqlConnection connection = await OpenAsync();
        await using (NpgsqlBinaryImporter import = await connection.BeginBinaryImportAsync("copy kept(n) from stdin (format binary)"))
        {
            for (int i = 0; i < 50_000; i++)
            {
                await import.StartRowAsync();
                await import.WriteAsync(i);
            }

            (await import.CompleteAsync()).ShouldBe(50_000ul);
        }

        dropped.IsCompleted.ShouldBeFalse();
        (await CountAsync()).ShouldBe(50_000);
    }
}
