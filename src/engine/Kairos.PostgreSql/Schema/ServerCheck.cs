using System.Globalization;
using Kairos.PostgreSql.Connections;
using Kairos.Stores;
using Npgsql;

namespace Kairos.PostgreSql.Schema;

/// <summary>Refuses a server on which what is acknowledged would not be durable.</summary>
internal static class ServerCheck
{
    private const int Oldest = 150_000;

    private const string Ask = """
        select current_setting('server_version'), current_setting('server_version_num'), current_setting('fsync'),
               current_setting('synchronous_commit'), current_setting('full_page_writes')
        """;

    /// <summary>The version of the server.</summary>
    /// <exception cref="StoreUnavailableException">The server is too old, or may lose commits; the message says which setting to change.</exception>
    public static ValueTask<string> CheckAsync(Database database, CancellationToken ct) => database.RunAsync(
        async () =>
        {
            await using NpgsqlCommand command = database.CommandOf(Ask);
            string[] settings = (await command.AllAsync(static row => (string[])[.. Enumerable.Range(0, 5).Select(row.GetString)]))[0];
            string? fault = Fault(settings);
            return fault is null ? settings[0] : throw new StoreUnavailableException($"{database.Place}: {fault}");
        },
        ct);

    private static string? Fault(string[] settings) => settings switch
    {
        [var version, var number, ..] when int.Parse(number, CultureInfo.InvariantCulture) < Oldest => $"PostgreSQL {version} is too old: use 15 or newer.",
        [_, _, "off", ..] => "fsync is off, and what is acknowledged would be lost with the power: set fsync = on.",
        [_, _, _, not ("on" or "remote_apply") and var commit, _] =>
            $"synchronous_commit is {commit}, and what is acknowledged could be lost: set it to on, or remote_apply, for this user or database.",
        [_, _, _, _, "off"] => "full_page_writes is off, and a crash could damage tables: set it to on.",
        _ => null,
    };
}
