using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Kairos.Lab.Databases;

namespace Kairos.Apps.Tests.Cli;

/// <summary>Servers that can't be started say why on one line, with the remedy, and leave nothing running.</summary>
public sealed class ServeTests(DatabaseYard yard)
{
    [Theory]
    [InlineData("--store postgres --db x.db --connection Host=h", "--db is a SQLite file", "leave --db out")]
    [InlineData("--connection Host=h", "--connection is for PostgreSQL", "add --store postgres")]
    [InlineData("--schema jobs", "--schema is for PostgreSQL", "add --store postgres")]
    [InlineData("--no-migrate", "--no-migrate is for PostgreSQL", "add --store postgres")]
    [InlineData("--no-wait", "--no-wait is for PostgreSQL", "add --store postgres")]
    [InlineData("--store postgres", "No connection is given", "KAIROS_CONNECTION")]
    [InlineData("--store postgres --connection postgres://kairos@h/db", "written as an address", "Host=127.0.0.1;Database=kairos")]
    [InlineData("--store postgres --connection Hots=h", "can't be read", "hots")]
    [InlineData("--store postgres --connection Host=h --schema Jobs", "'Jobs' can't be the schema", "lower-case")]
    [InlineData("--store mysql", "'mysql'", "'postgres'")]
    public async Task Options_that_do_not_go_together_are_a_usage_error(string options, params string[] says) =>
        (await new CommandLine().RunAsync(["serve", "--port", "0", .. options.Split(' ')])).ShouldBeUsage(says);

    [Fact]
    public async Task Database_that_is_not_there_is_told()
    {
        PrivatePostgres server = await yard.ServerAsync();

        ShouldBeOneLine(await ServeAsync(server.ConnectionStringTo("nowhere")), "/nowhere has no such database", "create it, or name another");
    }

    [Fact]
    public async Task User_that_is_refused_is_told()
    {
        PrivatePostgres server = await yard.ServerAsync();

        ShouldBeOneLine(await ServeAsync(server.ConnectionString.Replace("Username=kairos", "Username=nobody", StringComparison.Ordinal)), "refuses this user", "check user, password and pg_hba.conf");
    }

    [Fact]
    public async Task Server_that_does_not_answer_is_told_where_it_is_not_to_be_waited_for() =>
        ShouldBeOneLine(await ServeAsync("Host=127.0.0.1;Port=9;Database=kairos;Username=kairos", "--no-wait"), "PostgreSQL at 127.0.0.1:9/kairos can't be reached", "check that it runs", "Nothing was written. (Failed to connect to 127.0.0.1:9)");

    [Fact]
    public async Task Server_that_does_not_answer_is_waited_for_until_the_signal_to_stop()
    {
        using CancellationTokenSource stop = new();
        using TcpListener dead = new(IPAddress.Loopback, 0);
        dead.Start();
        string connection = string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={((IPEndPoint)dead.LocalEndpoint).Port};Database=kairos;Username=kairos;SSL Mode=Disable;GSS Encryption Mode=Disable");

        Task<Ran> serving = new CommandLine { Time = TimeProvider.System }.RunAsync(stop.Token, "serve", "--store", "postgres", "--port", "0", "--connection", connection);
        for (int tries = 0; tries < 3; tries++)
        {
            // It takes a call and says nothing: the server tries again.
            using TcpClient call = await dead.AcceptTcpClientAsync(CancellationToken.None);
        }

        serving.IsCompleted.ShouldBeFalse();
        await stop.CancelAsync();
        dead.Stop();
        Ran ran = await serving.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        (ran.Code, ran.Out, ran.Error).ShouldBe((130, "", ""));
    }

    [Fact]
    public async Task Schema_that_is_not_up_to_date_is_refused_where_it_is_not_to_be_migrated()
    {
        await using YardDatabase database = await yard.CreateDatabaseAsync(CancellationToken.None);

        ShouldBeOneLine(await ServeAsync(database.ConnectionString, "--no-migrate"), "have not run", "`kairos migrate up`");
    }

    [Fact]
    public async Task Server_that_may_lose_what_is_acknowledged_is_refused()
    {
        await using PrivatePostgres unsafely = await PrivatePostgres.CreateAsync(new PrivatePostgresOptions { Fsync = false }, CancellationToken.None);

        ShouldBeOneLine(await ServeAsync(unsafely.ConnectionString), "fsync is off", "set fsync = on");
    }

    [Fact]
    public async Task Connection_in_the_environment_is_used_and_the_address_is_told()
    {
        await using YardDatabase database = await yard.CreateDatabaseAsync(CancellationToken.None);

        Ran ran = await new CommandLine { Time = TimeProvider.System }.With("KAIROS_CONNECTION", database.ConnectionString)
            .RunAsync("serve", "--store", "postgres", "--port", "0", "--until-stdin-closes");

        ran.Ok().Out.ShouldStartWith("ready http://127.0.0.1:");
    }

    private static Task<Ran> ServeAsync(string connection, params string[] more) =>
        new CommandLine { Time = TimeProvider.System }.RunAsync(["serve", "--store", "postgres", "--port", "0", "--connection", connection, .. more]);

    private static void ShouldBeOneLine(Ran ran, params string[] says)
    {
        ran.Code.ShouldBe(1);
        ran.Out.ShouldBeEmpty();
        ran.Error.Trim().Split('\n').ShouldHaveSingleItem();
        says.ShouldAllBe(part => ran.Error.Contains(part));
    }
}
