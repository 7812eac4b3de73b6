using System.Globalization;
using Kairos.Stores;

namespace Kairos.Lab.Databases;

/// <summary>The programs of an installed PostgreSQL, and the way to run them: they refuse root.</summary>
internal sealed class PostgresPrograms
{
    private const int OldestMajor = 15;
    private const string Debian = "/usr/lib/postgresql";
    private const string User = "postgres";
    private static readonly string[] s_asPostgres = ["setpriv", $"--reuid={User}", $"--regid={User}", "--clear-groups"];

    private readonly string _folder;

    private PostgresPrograms(string folder) => _folder = folder;

    /// <summary>What to put before a program so that it runs as a user that PostgreSQL accepts; nothing unless we are root.</summary>
    internal static IReadOnlyList<string> Prefix => Environment.IsPrivilegedProcess ? s_asPostgres : [];

    /// <summary>The highest version that is installed; Debian's folders first, then what pg_config on PATH names.</summary>
    /// <exception cref="StoreUnavailableException">There is none of at least version 15.</exception>
    internal static async Task<PostgresPrograms> FindAsync(CancellationToken ct)
    {
        string? found = Directory.Exists(Debian)
            ? Directory.EnumerateDirectories(Debian)
                .Select(d => (Folder: Path.Combine(d, "bin"), Major: Major(Path.GetFileName(d))))
                .Where(d => d.Major >= OldestMajor && IsServer(d.Folder))
                .OrderByDescending(d => d.Major)
                .Select(d => d.Folder)
                .FirstOrDefault()
            : null;
        return new PostgresPrograms(found ?? await NamedByConfigAsync(ct) ?? throw new StoreUnavailableException(
            $"No PostgreSQL server of version {OldestMajor} or higher is installed (looked in {Debian} and asked pg_config). Install it: apt-get install postgresql"));
    }

    internal string PathOf(string program) => Path.Combine(_folder, program);

    /// <summary>Runs one of them as a user that may.</summary>
    internal Task<string> RunAsync(string program, IEnumerable<string> arguments, CancellationToken ct) =>
        Command.RunAsync([.. Prefix, PathOf(program), .. arguments], ct);

    /// <summary>Gives a folder to the user that the server runs as.</summary>
    internal static async Task HandOverAsync(string folder, CancellationToken ct)
    {
        if (Environment.IsPrivilegedProcess)
        {
            await Command.RunAsync(["chown", $"{User}:{User}", folder], ct);
        }
    }

    private static async Task<string?> NamedByConfigAsync(CancellationToken ct)
    {
        string? config = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/local/pgsql/bin")
            .Select(d => Path.Combine(d, "pg_config"))
            .FirstOrDefault(File.Exists);
        if (config is null)
        {
            return null;
        }

        string folder = (await Command.RunAsync([config, "--bindir"], ct)).Trim();
        string version = (await Command.RunAsync([config, "--version"], ct)).Split(' ', StringSplitOptions.TrimEntries)[1];
        return Major(version.Split('.')[0]) >= OldestMajor && IsServer(folder) ? folder : null;
    }

    private static bool IsServer(string folder) => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres"));

    private static int Major(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int major) ? major : 0;
}
