using System.Runtime.InteropServices;
using Kairos.Stores;
using SQLitePCL;

namespace Kairos.Sqlite;

/// <summary>Binds the SQLite library of the system, which carries the distribution's security fixes.</summary>
internal static class SqliteLibrary
{
    /// <summary>3.37 brought strict tables.</summary>
    private const int OldestVersion = 3_037_000;

    // The provider and the resolver are process-wide by their nature, so this is done once a process and not once a store.
    private static readonly Lazy<string> Loaded = new(Load);

    /// <summary>The system's library for this platform.</summary>
    private static string FileName =>
        OperatingSystem.IsWindows() ? "winsqlite3.dll" : OperatingSystem.IsMacOS() ? "libsqlite3.dylib" : "libsqlite3.so.0";

    /// <summary>Binds the library before the first connection; returns its version and file.</summary>
    /// <exception cref="StoreUnavailableException">It is missing or too old; the message says what to install.</exception>
    public static string Bind() => Loaded.Value;

    private static string Load()
    {
        if (!NativeLibrary.TryLoad(FileName, out nint library))
        {
            throw new StoreUnavailableException(
                $"The SQLite library {FileName} was not found. Install it: apt-get install libsqlite3-0 (Debian, Ubuntu), " +
                "dnf install sqlite-libs (Fedora), apk add sqlite-libs (Alpine); macOS and Windows bring it along.");
        }

        NativeLibrary.SetDllImportResolver(
            typeof(SQLite3Provider_e_sqlite3).Assembly,
            (name, _, _) => name == "e_sqlite3" ? library : 0);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        string version = raw.sqlite3_libversion().utf8_to_string();
        return raw.sqlite3_libversion_number() >= OldestVersion
            ? $"SQLite {version} ({FileName})"
            : throw new StoreUnavailableException(
                $"The SQLite library {FileName} is version {version}; 3.37 or later is needed. Update the operating system's package.");
    }
}
