using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Kairos.Secrets;

/// <summary>The keys under which secrets are sealed, from a file outside the database that only its owner may read.</summary>
/// <remarks>
/// One key a line: a number from 1 and 32 bytes in base 64. The first line is the current one; older lines still open what
/// they sealed. To rotate, put a new line on top. A file that others may read is refused.
/// </remarks>
public sealed partial class KeyRing
{
    private const int KeyBytes = 32;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly Dictionary<int, byte[]> _keys = [];

    private KeyRing(string path, IEnumerable<string> lines)
    {
        Path = path;
        foreach (string line in lines.Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#'))
        {
            string[] parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            byte[] key = new byte[KeyBytes];
            if (parts.Length != 2
                || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int id)
                || id == 0
                || !Convert.TryFromBase64String(parts[1], key, out int length)
                || length != KeyBytes
                || !_keys.TryAdd(id, key))
            {
                throw new InvalidDataException($"The key file {path} is damaged: each line is a number from 1 and {KeyBytes} bytes in base 64, no number twice. Restore it from a copy; without it sealed sessions can't be opened.");
            }

            CurrentId = CurrentId == 0 ? id : CurrentId;
        }

        if (CurrentId == 0)
        {
            throw new InvalidDataException($"The key file {path} holds no key. Remove it to have a new one made, or restore it from a copy.");
        }
    }

    /// <summary>Where the file is.</summary>
    internal string Path { get; }

    /// <summary>Each key's number, and what tells it from another of this number without telling anything of it; by number.</summary>
    internal IReadOnlyList<(int Number, string Fingerprint)> Fingerprints => [.. _keys
        .OrderBy(static k => k.Key)
        .Select(static k => (k.Key, Convert.ToHexString(HMACSHA256.HashData(k.Value, "kairos: fingerprint of a key"u8)[..16])))];

    /// <summary>The number of the key that seals.</summary>
    public int CurrentId { get; }

    /// <summary>Reads the file, or makes it with a fresh key and mode 0600 where there is none.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or may be read by others.</exception>
    public static KeyRing Open(string path)
    {
        if (!File.Exists(path))
        {
            Make(path);
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly) != UnixFileMode.None)
        {
            throw new InvalidDataException($"The key file {path} may be used by others than its owner. Run: chmod 600 {path}");
        }

        return new KeyRing(path, File.ReadLines(path));
    }

    internal byte[]? Find(int id) => _keys.GetValueOrDefault(id);

    private static void Make(string path)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        // Under a name of its own until it is whole: of processes that start together one makes the keys and all read them.
        string made = $"{path}.{Guid.NewGuid():N}";
        try
        {
            // On disk before anything is sealed with it: what a lost key sealed can never be opened.
            using (FileStream file = new(made, options))
            {
                file.Write(Encoding.ASCII.GetBytes("1 " + Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)) + "\n"));
                file.Flush(flushToDisk: true);
            }

            Name(made, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first: its keys count.
        }
        finally
        {
            File.Delete(made);
        }
    }

    // File.Move looks whether there is one and renames then: of two at once the later would take the other's place, after that
    // has been read. A link is made or refused.
    private static void Name(string made, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            File.Move(made, path, overwrite: false);
        }
        else if (Link(made, path) != 0)
        {
            throw new IOException($"The key file {path} could not be made: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Link(string from, string to);
}
