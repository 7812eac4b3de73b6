using System.Diagnostics;
using System.Net.Sockets;
using Kairos.Lab.Databases;
using Kairos.Lab.Network;
using Kairos.Lab.Tests.Databases;
using Npgsql;

namespace Kairos.Lab.Tests.Network;

public sealed class PgProxyTests(DatabaseYard yard) : ProxyTests(yard)
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task In_fair_weather_everything_passes_and_connections_go_when_they_are_closed()
    {
        await using (NpgsqlConnection connection = await OpenAsync())
        {
            Proxy.Connections.ShouldBe(1);
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

        await UntilAsync(() => Proxy.Connections == 0);
    }

    [Fact]
    public async Task What_is_cut_breaks_at_once_and_new_connections_are_good()
    {
        await using NpgsqlConnection connection = await OpenAsync();
        await using NpgsqlCommand sleep = new("select pg_sleep(60)", connection);
        Task<int> sleeping = sleep.ExecuteNonQueryAsync();
        Proxy.CutAll().ShouldBe(1);
        await BreaksAsync(sleeping);
        await using NpgsqlConnection other = await OpenAsync();
        await ExecuteAsync(other, "insert into kept values (1)");
    }

    [Fact]
    public async Task New_connections_are_refused_while_open_ones_stay()
    {
        await using NpgsqlConnection connection = await OpenAsync();
        Proxy.RefuseNew(true);
        await Should.ThrowAsync<NpgsqlException>(OpenAsync);
        await ExecuteAsync(connection, "insert into kept values (1)");
        Proxy.RefuseNew(false);
        await using NpgsqlConnection other = await OpenAsync();
    }

    [Theory]
    [InlineData(Way.ToServer, 200)]
    [InlineData(Way.ToClient, 200)]
    [InlineData(Way.Both, 400)]
    public async Task A_delay_lengthens_each_round_trip_by_as_much(Way way, int atLeast)
    {
        await using NpgsqlConnection connection = await OpenAsync();
        Proxy.Delay(way, TimeSpan.FromMilliseconds(200));
        Stopwatch watch = Stopwatch.StartNew();
        await ExecuteAsync(connection, "insert into kept values (1)");
        watch.ElapsedMilliseconds.ShouldBeGreaterThanOrEqualTo(atLeast - 1);
    }

    [Fact]
    public async Task A_delay_does_not_make_a_stream_slow()
    {
        await using NpgsqlConnection connection = await OpenAsync();
        Proxy.Delay(Way.ToClient, TimeSpan.FromMilliseconds(50));
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
        Proxy.Set(way, Passage.Swallowed);
        Task inserting = ExecuteAsync(connection, "insert into kept values (1)");
        await Task.WhenAny(inserting, Task.Delay(s_moment, TimeProvider.System));
        inserting.IsCompleted.ShouldBeFalse();
        (await CountAsync()).ShouldBe(done);

        // A connection with a hole does not live on.
        Proxy.Clear();
        await BreaksAsync(inserting);
        (await CountAsync()).ShouldBe(done);
    }

    [Fact]
    public async Task What_nobody_sent_into_a_black_hole_leaves_the_connection_whole()
    {
        await using NpgsqlConnection connection = await OpenAsync();
        Proxy.Set(Way.Both, Passage.Swallowed);
        Proxy.Clear();
        await ExecuteAsync(connection, "insert into kept values (1)");
    }

    [Fact]
    public async Task What_is_held_arrives_late_and_whole()
    {
        await using NpgsqlConnection connection = await OpenAsync();
        Proxy.Set(Way.ToServer, Passage.Held);
        Task inserting = ExecuteAsync(connection, "insert into kept values (1)");
        await Task.WhenAny(inserting, Task.Delay(s_moment, TimeProvider.System));
        inserting.IsCompleted.ShouldBeFalse();
        (await CountAsync()).ShouldBe(0);
        Proxy.Set(Way.ToServer, Passage.Open);
        await inserting.WaitAsync(Patience, TimeProvider.System);
        (await CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Notifications_are_left_out_and_everything_else_arrives()
    {
        await using NpgsqlConnection connection = await OpenAsync();
        List<string> heard = [];
        connection.Notification += (_, e) => heard.Add(e.Payload);
        await ExecuteAsync(connection, "listen lab");

        Proxy.DropNotifications(true);
        await Sql.ExecuteAsync(Database.ConnectionString, "notify lab, 'lost'");
        await UntilAsync(() => Proxy.NotificationsDropped == 1);
        await ExecuteAsync(connection, "insert into kept values (1)");
        Proxy.DropNotifications(false);
        await Sql.ExecuteAsync(Database.ConnectionString, "notify lab, 'found'");
        await connection.WaitAsync().WaitAsync(Patience, TimeProvider.System);

        heard.ShouldBe(["found"]);
    }

    [Fact]
    public async Task When_nobody_listens_at_the_target_the_client_is_reset_and_a_new_target_counts_for_new_connections()
    {
        int server = Proxy.Target;
        using (TcpListener closed = new(System.Net.IPAddress.Loopback, 0))
        {
            closed.Start();
            Proxy.Target = ((System.Net.IPEndPoint)closed.LocalEndpoint).Port;
        }

        await Should.ThrowAsync<NpgsqlException>(OpenAsync);
        Proxy.Target = server;
        await using NpgsqlConnection connection = await OpenAsync();
    }

    [Fact]
    public async Task Who_asks_for_encryption_is_told_that_there_is_none()
    {
        await using NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(Proxy.Through(Database.ConnectionString)) { SslMode = SslMode.Prefer, Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await ExecuteAsync(connection, "insert into kept values (1)");
    }
}
