using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Kairos.Lab.Databases;

namespace Kairos.Lab.Tests.Databases;

public sealed class PrivatePostgresTests
{
    private static readonly CancellationToken s_ct = CancellationToken.None;

    [Fact]
    public async Task It_answers_as_it_was_set_up_and_nothing_is_left_of_it_after_its_disposal()
    {
        PrivatePostgres server = await PrivatePostgres.CreateAsync(new PrivatePostgresOptions
        {
            MaxConnections = 33,
            Settings = new Dictionary<string, string> { ["application_name"] = "it's here" },
        }, s_ct);
        await using (server)
        {
            (await Sql.ScalarAsync<string>(server.ConnectionString, "show max_connections")).ShouldBe("33");
            (await Sql.ScalarAsync<string>(server.ConnectionString, "show shared_buffers")).ShouldBe("128MB");
            (await Sql.ScalarAsync<string>(server.ConnectionString, "show fsync")).ShouldBe("on");
            (await Sql.ScalarAsync<string>(server.ConnectionString, "show application_name")).ShouldBe("it's here");
            new DirectoryInfo(server.Folder).UnixFileMode.ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Directory.Exists(server.Folder).ShouldBeFalse();
        (await AnswersAsync(server.Port)).ShouldBeFalse();
    }

    [Theory]
    [InlineData(StopMode.Fast)]
    [InlineData(StopMode.Immediate)]
    public async Task After_a_restart_it_has_its_port_and_all_that_was_committed(StopMode mode)
    {
        await using PrivatePostgres server = await PrivatePostgres.CreateAsync(new PrivatePostgresOptions(), s_ct);
        (int port, int postmaster) = (server.Port, server.PostmasterId);
        await Sql.ExecuteAsync(server.ConnectionString, "create table kept(n int); insert into kept values (7)");

        await server.RestartAsync(mode, s_ct);

        server.Port.ShouldBe(port);
        server.PostmasterId.ShouldNotBe(postmaster);
        (await Sql.ScalarAsync<int>(server.ConnectionString, "select n from kept")).ShouldBe(7);
    }

    [Fact]
    public async Task It_starts_again_after_its_first_process_was_killed()
    {
        await using PrivatePostgres server = await PrivatePostgres.CreateAsync(new PrivatePostgresOptions(), s_ct);
        await Sql.ExecuteAsync(server.ConnectionString, "create table kept(n int); insert into kept values (7)");
        using (Process postmaster = Process.GetProcessById(server.PostmasterId))
        {
            postmaster.Kill();
            await postmaster.WaitForExitAsync();
        }

        await server.StartAsync(s_ct);

        (await Sql.ScalarAsync<int>(server.ConnectionString, "select n from kept")).ShouldBe(7);
    }

    [Fact]
    public async Task While_it_is_stopped_nobody_answers_and_it_has_no_postmaster()
    {
        await using PrivatePostgres server = await PrivatePostgres.CreateAsync(new PrivatePostgresOptions(), s_ct);
        await server.StopAsync(StopMode.Fast, s_ct);
        (await AnswersAsync(server.Port)).ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() => server.PostmasterId);
    }

    [Fact]
    public async Task A_setting_that_is_refused_fails_the_start_with_the_words_of_the_log_and_leaves_no_folder()
    {
        string[] before = Folders();
        PrivatePostgresOptions options = new() { Settings = new Dictionary<string, string> { ["wal_level"] = "none at all" } };
        InvalidOperationException e = await Should.ThrowAsync<InvalidOperationException>(() => PrivatePostgres.CreateAsync(options, s_ct));
        e.Message.ShouldContain("wal_level");
        e.Message.ShouldContain("none at all");
        string[] left = [.. Folders().Except(before).Where(f => File.Exists(Path.Combine(f, "data", "postgresql.conf"))
            && File.ReadAllText(Path.Combine(f, "data", "postgresql.conf")).Contains("none at all", StringComparison.Ordinal))];
        left.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_synchronous_standby_has_what_was_committed_and_takes_writes_when_it_is_promoted()
    {
        await using PrivatePostgres primary = await PrivatePostgres.CreateAsync(new PrivatePostgresOptions(), s_ct);
        await Sql.ExecuteAsync(primary.ConnectionString, "create table kept(n int)");
        await using PrivatePostgres standby = await primary.CreateStandbyAsync("second", synchronous: true, s_ct);
        (await Sql.ScalarAsync<bool>(standby.ConnectionString, "select pg_is_in_recovery()")).ShouldBeTrue();

        await Sql.ExecuteAsync(primary.ConnectionString, "insert into kept values (7)");
        await primary.StopAsync(StopMode.Immediate, s_ct);
        await standby.PromoteAsync(s_ct);

        (await Sql.ScalarAsync<bool>(standby.ConnectionString, "select pg_is_in_recovery()")).ShouldBeFalse();
        await Sql.ExecuteAsync(standby.ConnectionString, "insert into kept values (8)");
        (await Sql.ScalarAsync<int>(standby.ConnectionString, "select sum(n)::int from kept")).ShouldBe(15);

        // What was promoted is a primary like any other.
        await using PrivatePostgres third = await standby.CreateStandbyAsync("third", synchronous: true, s_ct);
        await Sql.ExecuteAsync(standby.ConnectionString, "insert into kept values (9)");
        await standby.StopAsync(StopMode.Immediate, s_ct);
        await third.PromoteAsync(s_ct);
        (await Sql.ScalarAsync<int>(third.ConnectionString, "select sum(n)::int from kept")).ShouldBe(24);
    }

    private static string[] Folders() => Directory.GetDirectories(Path.GetTempPath(), "kairos-postgres-*");

    private static async Task<bool> AnswersAsync(int port)
    {
        using TcpClient client = new();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return false;
        }
    }
}
