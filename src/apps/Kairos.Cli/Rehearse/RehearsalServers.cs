using System.Globalization;
using Kairos.Cli.Hosting;

namespace Kairos.Cli.Rehearse;

/// <summary>The servers of a rehearsal, processes of their own: one on a SQLite file, or nodes on one PostgreSQL.</summary>
internal sealed class RehearsalServers : IAsyncDisposable
{
    private readonly ChildProcess[] _processes;

    private RehearsalServers(ChildProcess[] processes)
    {
        _processes = processes;
        Client = new ServerClient([.. processes.Select(p => p.Address)]);
    }

    /// <summary>Asks them in turn.</summary>
    internal ServerClient Client { get; }

    /// <summary>Starts them, all at once; returns when all answer.</summary>
    /// <param name="options">How many, and what they may ask of the venue.</param>
    /// <param name="database">What they share; null keeps the jobs of one in a file.</param>
    /// <param name="venue">Where it is.</param>
    /// <param name="folder">For their files.</param>
    /// <param name="ct">Gives up.</param>
    internal static async Task<RehearsalServers> StartAsync(SeatsRehearsalOptions options, RehearsalDatabase? database, Uri venue, string folder, CancellationToken ct)
    {
        Task<ChildProcess>[] starting = [.. Enumerable.Range(1, options.Nodes).Select(i => StartOneAsync(options, database, venue, folder, i, ct))];
        try
        {
            return new RehearsalServers(await Task.WhenAll(starting));
        }
        catch
        {
            foreach (Task<ChildProcess> started in starting.Where(s => s.IsCompletedSuccessfully))
            {
                await (await started).DisposeAsync();
            }

            throw;
        }
    }

    /// <summary>Ends a node's process as the machine would that loses its power.</summary>
    /// <param name="place">Which of them, from 0, as <see cref="ServerClient.PlaceOfAsync"/> tells.</param>
    internal void Kill(int place)
    {
        Client.Leave(place);
        _processes[place].Kill();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Task.WhenAll(_processes.Select(p => p.DisposeAsync().AsTask()));
    }

    private static Task<ChildProcess> StartOneAsync(SeatsRehearsalOptions options, RehearsalDatabase? database, Uri venue, string folder, int number, CancellationToken ct)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"rehearsal-{number}");
        string[] store = database is null
            ? ["--db", Path.Combine(folder, "rehearsal.db")]
            : ["--store", "postgres", "--schema", database.Schema, "--key-file", Path.Combine(folder, "rehearsal.key")];

        string[] budget = options.Budget is { } all ? ["--venue-budget", all.ToString(CultureInfo.InvariantCulture) + "/s"] : [];
        Dictionary<string, string> environment = database is null
            ? []
            : new Dictionary<string, string> { [PostgreSqlChoice.Variable] = database.ConnectionString };
        return ChildProcess.StartAsync(["serve", "--port", "0", "--node-name", name, "--venue", venue.ToString(), .. store, .. budget], environment, ct);
    }
}
