using System.Diagnostics;

namespace Kairos.Lab.Databases;

/// <summary>A temporary folder, and the server in it, that end with us in whatever way we end, kill -9 included.</summary>
/// <remarks>
/// A shell in a session of its own holds the other end of a pipe of ours. When the pipe ends, because it is disposed or
/// because we are no more, the shell stops the server and removes the folder: there is no other place that does so.
/// </remarks>
internal sealed class GuardedFolder : IAsyncDisposable
{
    /// <summary>Arguments: the folder, then pg_ctl with what must stand before it. A frozen server is thawed, one that does not stop is killed.</summary>
    private const string Script = """
        trap '' HUP INT TERM
        folder=$1; shift
        while read -r _; do :; done
        while [ -e "$folder" ]; do
          if [ -e "$folder/data/postmaster.pid" ]; then
            pid=$(head -n 1 "$folder/data/postmaster.pid")
            kill -CONT "$pid"
            "$@" -D "$folder/data" -m immediate -t 10 stop || kill -KILL "$pid"
          fi
          rm -rf "$folder" || sleep 0.1
        done >/dev/null 2>&1
        """;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly Process _guard;

    private GuardedFolder(string path, Process guard)
    {
        FullPath = path;
        _guard = guard;
    }

    internal string FullPath { get; }

    /// <summary>Where the server keeps its files.</summary>
    internal string Cluster => Path.Combine(FullPath, "data");

    internal static GuardedFolder Create(PostgresPrograms programs)
    {
        // Mode 700, as PostgreSQL demands.
        string path = Directory.CreateTempSubdirectory("kairos-postgres-").FullName;
        Process guard = new() { StartInfo = Command.Describe(["setsid", "sh", "-c", Script, "kairos-guard", path, .. PostgresPrograms.Prefix, programs.PathOf("pg_ctl")]) };
        guard.Start();
        return new GuardedFolder(path, guard);
    }

    public async ValueTask DisposeAsync()
    {
        _guard.StandardInput.Close();
        await _guard.WaitForExitAsync().WaitAsync(s_patience, TimeProvider.System);
        _guard.Dispose();
    }
}
