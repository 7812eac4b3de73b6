using System.Diagnostics;
using System.Net.Sockets;
using Kairos.Lab.Databases;
using Kairos.Lab.Network;
using Kairos.Lab.Tests.Databases;
using Npgsql;

namespace Kairos.Lab.Tests.Network;

public sealed class PgProxyTests(DatabaseYard yard) : IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(300);

    private YardDatabase _database = null!;
    private PgProxy _proxy = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await yard.CreateDatabaseAsync(CancellationToken.None);
        _proxy = PgProxy.Start((await yard.ServerAsync()).Port);
        await Sql.ExecuteAsync(_database.ConnectionString, "create table kept(n int primary key)");
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task In_fair_weather_everything_passes_and_connections_go_when_they_are_closed()
    {
        await using (NpgsqlConnection connection = await OpenAsync())
        {
            _proxy.Connections.ShouldBe(1);
            await ExecuteAsync(connection, "insert into kept select generate_series(1, 100000)");
            await using NpgsqlCommand query = new("select n, repeat('x', 50) from kept", connection);
            await using NpgsqlDataReader reader = await query.ExecuteReaderAsync();
            int rows = 0;
            while (await reader.ReadAsync())
            {
                rows++;
            }

            rows.ShouldBe(100_000);
        }

        await UntilAsync(() => _proxy.Connections == 0);
    }

    [Fact]
    public async Task A_copy_of_many_rows_passes_while_an_answer_is_watched_for()
    {
        Task dropped = _proxy.DropNextAnswerAsync(Answers.OfWrite, sql => sql.Contains("delete", StringComparison.Ordinal));
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

    [Fact]
    public async Task What_is_cut_breaks_at_once_and_new_connections_are_good()
    {
        await using NpgsqlConnection connection = await OpenAsync();
        await using NpgsqlCommand sleep = new("select pg_sleep(60)", connection);
        Task<int> sleeping = sleep.ExecuteNonQueryAsync();
        _proxy.CutAll().ShouldBe(1);
        await BreaksAsync(sleeping);
        await using NpgsqlConnection other = await OpenAsync();
        await ExecuteAsync(other, "insert into kept values (1)");
    }

    [Fact]
    public async Task New_connections_are_refused_while_open_ones_stay()
    {
        await using NpgsqlConnection connection = await OpenAsync();
        _proxy.RefuseNew(true);
        await Should.ThrowAsync<NpgsqlException>(OpenAsync);
        await ExecuteAsync(connection, "insert into kept values (1)");
        _proxy.RefuseNew(false);
        await using NpgsqlConnection other = await OpenAsync();
    }

    [Theory]
    [InlineData(Way.ToServer, 200)]
    [InlineData(Way.ToClient, 200)]
    [InlineData(Way.Both, 400)]
    public async Task A_delay_lengthens_each_round_trip_by_as_much(Way way, int atLeast)
    {
        await using NpgsqlConnection connection = await OpenAsync();
        _proxy.Delay(way, TimeSpan.FromMilliseconds(200));
        Stopwatch watch = Stopwatch.StartNew();
        await ExecuteAsync(connection, "insert into kept values (1)");
        watch.ElapsedMilliseconds.ShouldBeGreaterThanOrEqualTo(atLeast - 1);
    }

    [Fact]
    public async Task A_delay_does_not_make_a_stream_slow()
    {
        await using NpgsqlConnection connection = await OpenAsync();
        _proxy.Delay(Way.ToClient, TimeSpan.FromMilliseconds(50));
        Stopwatch watch = Stopwatch.StartNew();
        // Some 1,000 chunks: one after another they would take 50 s.
        await ExecuteAsync(connection, "select repeat('x', 1000) from generate_series(1, 8000)");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(25));
    }

    [Theory]
    [InlineData(Way.ToServer, 0)]
    [InlineData(Way.ToClient, 1)]
    public async Task In_a_black_hole_of_one_way_nothing_is_heard_and_the_work_is_done_only_if_it_had_arrived(Way way, int done)
    {
        await using NpgsqlConnection connection = await OpenAsync();
        _proxy.Set(way, Passage.Swallowed);
        Task inserting = ExecuteAsync(connection, "insert into kept values (1)");
        await Task.WhenAny(inserting, Task.Delay(s_moment, TimeProvider.System));
        inserting.IsCompleted.ShouldBeFalse();
        (await CountAsync()).ShouldBe(done);

        // A connection with a hole does not live on.
        _proxy.Clear();
        await BreaksAsync(inserting);
        (await CountAsync()).ShouldBe(done);
    }

    [Fact]
    public async Task What_nobody_sent_into_a_black_hole_leaves_the_connection_whole()
    {
        await using NpgsqlConnection connection = await OpenAsync();
        _proxy.Set(Way.Both, Passage.Swallowed);
        _proxy.Clear();
        await ExecuteAsync(connection, "insert into kept values (1)");
    }

    [Fact]
    public async Task What_is_held_arrives_late_and_whole()
    {
        await using NpgsqlConnection connection = await OpenAsync();
        _proxy.Set(Way.ToServer, Passage.Held);
        Task inserting = ExecuteAsync(connection, "insert into kept values (1)");
        await Task.WhenAny(inserting, Task.Delay(s_moment, TimeProvider.System));
        inserting.IsCompleted.ShouldBeFalse();
        (await CountAsync()).ShouldBe(0);
        _proxy.Set(Way.ToServer, Passage.Open);
        await inserting.WaitAsync(s_patience, TimeProvider.System);
        (await CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task The_answer_of_a_commit_is_dropped_and_the_commit_stands()
    {
        await using NpgsqlConnection connection = await OpenAsync();
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
        Task dropped = _proxy.DropNextAnswerAsync(Answers.OfCommit);
        await ExecuteAsync(connection, "insert into kept values (1)");
        (await ScalarAsync(connection, "select count(*) from kept")).ShouldBe(1);
        dropped.IsCompleted.ShouldBeFalse();

        await BreaksAsync(transaction.CommitAsync());

        await dropped.WaitAsync(s_patience, TimeProvider.System);
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

        Task dropped = _proxy.DropNextAnswerAsync(Answers.OfCommit | Answers.OfWrite);
        (await ScalarAsync(connection, "select count(*) from kept")).ShouldBe(0);
        await BreaksAsync(command.ExecuteNonQueryAsync());

        await dropped.WaitAsync(s_patience, TimeProvider.System);
        (await CountAsync()).ShouldBe(1);

        // One was asked for, so the next is delivered.
        await using NpgsqlConnection other = await OpenAsync();
        await ExecuteAsync(other, "insert into kept values (2)");
    }

    [Fact]
    public async Task Answers_of_what_failed_was_only_read_or_is_not_committed_yet_are_delivered_while_one_is_to_be_dropped()
    {
        Task dropped = _proxy.DropNextAnswerAsync(Answers.OfCommit | Answers.OfWrite);
        await using NpgsqlConnection connection = await OpenAsync();
        await Should.ThrowAsync<PostgresException>(() => ExecuteAsync(connection, "insert into kept values (1), (1)"));
        await ExecuteAsync(connection, "select n from kept for update");
        await using (NpgsqlTransaction transaction = await connection.BeginTransactionAsync())
        {
            await ExecuteAsync(connection, "insert into kept values (1)");
            await transaction.RollbackAsync();
        }

        dropped.IsCompleted.ShouldBeFalse();
        _proxy.Clear();
        dropped.IsCanceled.ShouldBeTrue();
        await ExecuteAsync(connection, "insert into kept values (1)");
    }

    [Fact]
    public async Task Only_the_answer_to_the_statement_that_is_meant_is_dropped()
    {
        Task dropped = _proxy.DropNextAnswerAsync(Answers.OfWrite, sql => sql.Contains("(2)", StringComparison.Ordinal));
        await using NpgsqlConnection connection = await OpenAsync();
        await ExecuteAsync(connection, "insert into kept values (1)");
        await BreaksAsync(ExecuteAsync(connection, "insert into kept values (2)"));
        await dropped.WaitAsync(s_patience, TimeProvider.System);
        (await CountAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task Notifications_are_left_out_and_everything_else_arrives()
    {
        await using NpgsqlConnection connection = await OpenAsync();
        List<string> heard = [];
        connection.Notification += (_, e) => heard.Add(e.Payload);
        await ExecuteAsync(connection, "listen lab");

        _proxy.DropNotifications(true);
        await Sql.ExecuteAsync(_database.ConnectionString, "notify lab, 'lost'");
        await UntilAsync(() => _proxy.NotificationsDropped == 1);
        await ExecuteAsync(connection, "insert into kept values (1)");
        _proxy.DropNotifications(false);
        await Sql.ExecuteAsync(_database.ConnectionString, "notify lab, 'found'");
        await connection.WaitAsync().WaitAsync(s_patience, TimeProvider.System);

        heard.ShouldBe(["found"]);
    }

    [Fact]
    public async Task When_nobody_listens_at_the_target_the_client_is_reset_and_a_new_target_counts_for_new_connections()
    {
        int server = _proxy.Target;
        using (TcpListener closed = new(System.Net.IPAddress.Loopback, 0))
        {
            closed.Start();
            _proxy.Target = ((System.Net.IPEndPoint)closed.LocalEndpoint).Port;
        }

        await Should.ThrowAsync<NpgsqlException>(OpenAsync);
        _proxy.Target = server;
        await using NpgsqlConnection connection = await OpenAsync();
    }

    [Fact]
    public async Task Who_asks_for_encryption_is_told_that_there_is_none()
    {
        await using NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(_proxy.Through(_database.ConnectionString)) { SslMode = SslMode.Prefer, Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await ExecuteAsync(connection, "insert into kept values (1)");
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string statement)
    {
        await using NpgsqlCommand command = new(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> ScalarAsync(NpgsqlConnection connection, string statement)
    {
        await using NpgsqlCommand command = new(statement, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>It ends because its connection does, not because the server refuses it.</summary>
    private static async Task BreaksAsync(Task work)
    {
        NpgsqlException e = await Should.ThrowAsync<NpgsqlException>(() => work.WaitAsync(s_patience, TimeProvider.System));
        e.ShouldNotBeOfType<PostgresException>();
    }

    private static async Task UntilAsync(Func<bool> seen)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (!seen())
        {
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(s_patience);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    /// <summary>What stands in the database, asked for past the proxy.</summary>
    private Task<long> CountAsync() => Sql.ScalarAsync<long>(_database.ConnectionString, "select count(*) from kept");

    private async Task<NpgsqlConnection> OpenAsync()
    {
        NpgsqlConnection connection = new($"{_proxy.Through(_database.ConnectionString)};Pooling=false");
        try
        {
            await connection.OpenAsync();
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
