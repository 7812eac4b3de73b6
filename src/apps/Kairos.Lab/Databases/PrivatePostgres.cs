using System.Globalization;
using Kairos.Lab.Chaos;
using Npgsql;

namespace Kairos.Lab.Databases;

/// <summary>A throw-away PostgreSQL server on 127.0.0.1 and a port of its own, with trust for everybody who reaches it.</summary>
/// <remarks>Its files are in the temporary folder; server and files end with this object, or with this process in whatever way it ends.</remarks>
/// <threadsafety>Starts and stops are for one caller at a time; the properties may be read from anywhere.</threadsafety>
public sealed class PrivatePostgres : IAsyncDisposable
{
    private const string User = "kairos";
    private const int MostPorts = 5;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);

    private readonly PostgresPrograms _programs;
    private readonly GuardedFolder _folder;

    private PrivatePostgres(PostgresPrograms programs, GuardedFolder folder)
    {
        _programs = programs;
        _folder = folder;
    }

    public int Port { get; private set; }

    /// <summary>The temporary folder that holds files and log of the server.</summary>
    public string Folder => _folder.FullPath;

    /// <summary>PGDATA.</summary>
    public string DataFolder => _folder.Cluster;

    /// <summary>To its database <c>postgres</c>, in Npgsql's form.</summary>
    public string ConnectionString => ConnectionStringTo("postgres");

    /// <summary>The id of the server's first process.</summary>
    /// <exception cref="InvalidOperationException">It is stopped.</exception>
    public int PostmasterId
    {
        get
        {
            string file = Path.Combine(DataFolder, "postmaster.pid");
            return File.Exists(file)
                ? int.Parse(File.ReadLines(file).First(), CultureInfo.InvariantCulture)
                : throw new InvalidOperationException("The server is stopped: start it first.");
        }
    }

    /// <summary>Makes a server and starts it: some 1.5 s, most of them for the files.</summary>
    /// <exception cref="Stores.StoreUnavailableException">PostgreSQL is not installed; the message names the remedy.</exception>
    /// <exception cref="InvalidOperationException">One of its programs failed; the message holds what it said.</exception>
    public static Task<PrivatePostgres> CreateAsync(PrivatePostgresOptions options, CancellationToken ct) => MakeAsync(async server =>
    {
        await ClusterFiles.FillAsync(server._programs, User, server.DataFolder, ct);
        server.Set(
        [
            KeyValuePair.Create("listen_addresses", "127.0.0.1"),
            KeyValuePair.Create("unix_socket_directories", ""),
            KeyValuePair.Create("shared_buffers", options.SharedBuffers),
            KeyValuePair.Create("max_connections", options.MaxConnections.ToString(CultureInfo.InvariantCulture)),
            KeyValuePair.Create("fsync", options.Fsync ? "on" : "off"),
            .. options.Settings,
        ]);
    }, ct);

    /// <summary>To one of its databases, in Npgsql's form.</summary>
    public string ConnectionStringTo(string database) =>
        $"Host=127.0.0.1;Port={Port.ToString(CultureInfo.InvariantCulture)};Username={User};Database={database};SSL Mode=Disable;GSS Encryption Mode=Disable";

    /// <summary>Starts it again after a stop, and returns when it answers.</summary>
    public async Task StartAsync(CancellationToken ct)
    {
        string log = Path.Combine(Folder, "server.log");
        try
        {
            await _programs.RunAsync("pg_ctl", ["-D", DataFolder, "-l", log, "-w", "-t", "60", "start"], ct);
        }
        catch (InvalidOperationException e) when (File.Exists(log))
        {
            throw new InvalidOperationException($"{e.Message}\nThe end of its log:\n{string.Join('\n', File.ReadLines(log).TakeLast(20))}", e);
        }
    }

    /// <summary>Stops it, and returns when it is gone. Its files stay.</summary>
    public Task StopAsync(StopMode mode, CancellationToken ct) =>
        _programs.RunAsync("pg_ctl", ["-D", DataFolder, "-m", mode == StopMode.Fast ? "fast" : "immediate", "-w", "-t", "60", "stop"], ct);

    /// <summary>Stops it, and starts it on the same port.</summary>
    public async Task RestartAsync(StopMode mode, CancellationToken ct)
    {
        await StopAsync(mode, ct);
        await StartAsync(ct);
    }

    /// <summary>Changes a line of postgresql.conf and has the server read it again; some settings stand only after a restart.</summary>
    public async Task SetAsync(string name, string value, CancellationToken ct)
    {
        Set([KeyValuePair.Create(name, value)]);
        await _programs.RunAsync("pg_ctl", ["-D", DataFolder, "reload"], ct);
    }

    /// <summary>Makes a second server that follows this one, and returns when it does.</summary>
    /// <param name="name">Its application name, unique among the standbys of this server.</param>
    /// <param name="synchronous">Each commit here waits until the standby has it, from the return of this call on.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<PrivatePostgres> CreateStandbyAsync(string name, bool synchronous, CancellationToken ct)
    {
        PrivatePostgres standby = await MakeAsync(async made =>
        {
            string source = $"host=127.0.0.1 port={Port.ToString(CultureInfo.InvariantCulture)} user={User} application_name={name} sslmode=disable gssencmode=disable";
            await _programs.RunAsync("pg_basebackup", ["-D", made.DataFolder, "-d", source, "-R", "-X", "stream", "-c", "fast", "-N"], ct);
            made.Set([KeyValuePair.Create("synchronous_standby_names", "")]);
        }, ct);
        try
        {
            if (synchronous)
            {
                await SetAsync("synchronous_standby_names", $"\"{name}\"", ct);
            }

            await UntilItFollowsAsync(name, synchronous ? "sync" : "async", ct);
            return standby;
        }
        catch
        {
            await standby.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a standby a primary, and returns when it accepts writes. The old primary is left as it is.</summary>
    public Task PromoteAsync(CancellationToken ct) => _programs.RunAsync("pg_ctl", ["-D", DataFolder, "-w", "-t", "60", "promote"], ct);

    /// <summary>Stops all its processes in their tracks: it hangs, connections stay, and new ones are taken and not answered. Linux.</summary>
    public void Freeze()
    {
        int first = PostmasterId;

        // The first first: it makes no others then.
        Signal.Freeze(first);
        foreach (int process in Processes.ChildrenOf(first))
        {
            Signal.Freeze(process);
        }
    }

    /// <summary>Lets it go on after <see cref="Freeze"/>.</summary>
    public void Thaw()
    {
        int first = PostmasterId;
        foreach (int process in Processes.ChildrenOf(first).Append(first))
        {
            Signal.Thaw(process);
        }
    }

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    private static async Task<PrivatePostgres> MakeAsync(Func<PrivatePostgres, Task> fill, CancellationToken ct)
    {
        PostgresPrograms programs = await PostgresPrograms.FindAsync(ct);
        PrivatePostgres server = new(programs, GuardedFolder.Create(programs));
        try
        {
            await PostgresPrograms.HandOverAsync(server.Folder, ct);
            await fill(server);
            await server.StartOnFreePortAsync(ct);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Another process may take a port between the look at it and the start.</summary>
    private async Task StartOnFreePortAsync(CancellationToken ct)
    {
        for (int i = 1; ; i++)
        {
            Port = FreePort.Find();
            Set([KeyValuePair.Create("port", Port.ToString(CultureInfo.InvariantCulture))]);
            try
            {
                await StartAsync(ct);
                return;
            }
            catch (InvalidOperationException e) when (i < MostPorts && e.Message.Contains("Address already in use", StringComparison.Ordinal))
            {
                // The next port.
            }
        }
    }

    /// <summary>Later lines of the file win over earlier ones.</summary>
    private void Set(IEnumerable<KeyValuePair<string, string>> settings) => File.AppendAllLines(
        Path.Combine(DataFolder, "postgresql.conf"),
        settings.Select(s => $"{s.Key} = '{s.Value.Replace("'", "''", StringComparison.Ordinal)}'"));

    private async Task UntilItFollowsAsync(string name, string manner, CancellationToken ct)
    {
        await using NpgsqlConnection connection = new(ConnectionString);
        await connection.OpenAsync(ct);
        await using NpgsqlCommand look = new("select count(*) from pg_stat_replication where application_name = $1 and state = 'streaming' and sync_state = $2", connection);
        look.Parameters.Add(new NpgsqlParameter { Value = name });
        look.Parameters.Add(new NpgsqlParameter { Value = manner });
        long began = TimeProvider.System.GetTimestamp();
        while ((long)(await look.ExecuteScalarAsync(ct))! == 0)
        {
            if (TimeProvider.System.GetElapsedTime(began) > s_patience)
            {
                throw new InvalidOperationException($"The standby {name} did not follow within {s_patience}.");
            }

            await Task.Delay(s_look, TimeProvider.System, ct);
        }
    }
}
