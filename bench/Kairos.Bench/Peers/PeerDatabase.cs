using System.Globalization;
using Kairos.Bench.Storage;
using Kairos.Lab.Databases;

namespace Kairos.Bench.Peers;

/// <summary>A database for one child. What it has done is asked of another one, so that nothing of ours counts.</summary>
internal sealed class PeerDatabase(PrivatePostgres server, string name) : IAsyncDisposable
{
    private const string Ours = "kairos-bench";
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(5);

    internal string ConnectionString => server.ConnectionStringTo(name);

    internal string Url => string.Create(CultureInfo.InvariantCulture, $"postgres://kairos@127.0.0.1:{server.Port}/{name}");

    internal static async Task<PeerDatabase> CreateAsync(PrivatePostgres server, string name)
    {
        await PostgresYard.AskAsync(server.ConnectionString, $"create database {name}");
        return new PeerDatabase(server, name);
    }

    /// <summary>What was put in is settled, so that nobody pays for it later.</summary>
    /// <param name="analyze">
    /// Not where the tables have been emptied and a worker runs on them: told that they are empty, the planner chose statements for
    /// graphile-worker with which 10,000 jobs waited 11 s instead of half a second.
    /// </param>
    internal async Task SettleAsync(bool analyze)
    {
        string connection = $"{ConnectionString};Application Name={Ours}";
        if (analyze)
        {
            await PostgresYard.AskAsync(connection, "vacuum analyze");
        }

        await PostgresYard.AskAsync(connection, "checkpoint");
        await UntilGoneAsync($"and application_name = '{Ours}'");
    }

    /// <summary>Ends when nobody is connected: a session has told what it did when it is gone.</summary>
    internal Task UntilLeftAsync() => UntilGoneAsync("and backend_type = 'client backend'");

    internal double ServerSeconds() => ServerTime.Of(server.PostmasterId);

    internal Task<long> StatementsAsync() => CountAsync($"select coalesce(sum(calls), 0)::bigint from pg_stat_statements s join pg_database d on d.oid = s.dbid where datname = '{name}'");

    internal Task<long> TransactionsAsync() => CountAsync($"select xact_commit + xact_rollback from pg_stat_database where datname = '{name}'");

    public async ValueTask DisposeAsync() => await PostgresYard.AskAsync(server.ConnectionString, $"drop database {name} with (force)");

    private async Task UntilGoneAsync(string whose)
    {
        while (await CountAsync($"select count(*) from pg_stat_activity where datname = '{name}' {whose}") > 0)
        {
            await Task.Delay(s_look, TimeProvider.System);
        }
    }

    private async Task<long> CountAsync(string sql) => (long)(await PostgresYard.AskAsync(server.ConnectionString, sql))!;
}
