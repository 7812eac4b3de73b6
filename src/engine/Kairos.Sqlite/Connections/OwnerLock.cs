using Kairos.Stores;

namespace Kairos.Sqlite.Connections;

/// <summary>The lock on a store's file: it is the lease. The system gives it up when the process ends, however it ends.</summary>
internal sealed class OwnerLock : IDisposable
{
    // How the systems say "held by another": EWOULDBLOCK, and a sharing violation.
    private const int LinuxHeld = 11;
    private const int MacHeld = 35;
    private const int WindowsHeld = unchecked((int)0x80070020);

    private readonly FileStream _file;

    private OwnerLock(FileStream file) => _file = file;

    /// <exception cref="StoreInUseException">Another process, or another store of this one, has it.</exception>
    /// <exception cref="StoreUnavailableException">The lock file can't be made, or locks are switched off.</exception>
    public static OwnerLock Take(string database)
    {
        if (AppContext.TryGetSwitch("System.IO.DisableFileLocking", out bool off) && off)
        {
            throw new StoreUnavailableException(
                "File locking is switched off (System.IO.DisableFileLocking), and with it what keeps two processes from owning one store: switch it on.");
        }

        string path = database + ".lock";
        try
        {
            return new OwnerLock(StoreFile.Create(path, FileShare.None));
        }
        catch (IOException e) when (e.HResult is LinuxHeld or MacHeld or WindowsHeld)
        {
            throw new StoreInUseException(
                $"'{database}' is in use: another process, or another store of this one, holds '{path}'. " +
                "Stop that one, or give this one a file of its own (SqliteStoreOptions.Path).");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(
                $"'{path}' can't be made: check that its folder exists on a disk with room and belongs to this user. ({e.Message})", e);
        }
    }

    public void Dispose() => _file.Dispose();
}
