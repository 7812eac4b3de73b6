using System.Runtime.InteropServices;
using Kairos.Sqlite.Connections;
using Kairos.Sqlite.Reading;
using Kairos.Sqlite.Schema;
using Kairos.Sqlite.Writing;
using Kairos.Stores;
using Kairos.Time;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Kairos.Sqlite;

/// <summary>What a store holds between its opening and its end: the file under lock, the writer, the readers.</summary>
internal sealed class OpenStore : IAsyncDisposable
{
    private const PosixSignal FileSizeExceeded = (PosixSignal)25; // SIGXFSZ on Linux and macOS

    private readonly StoreFile _file;
    private readonly PosixSignalRegistration? _fileSizeExceeded;

    private OpenStore(StoreFile file, string description, Writer writer, ReaderPool readers)
    {
        _file = file;
        Description = description;
        Writer = writer;
        Readers = readers;
        // A write beyond the process's file size limit would end the process; so it fails, and is answered as a full disk.
        _fileSizeExceeded = OperatingSystem.IsWindows()
            ? null
            : PosixSignalRegistration.Create(FileSizeExceeded, signal => signal.Cancel = true);
    }

    public string Description { get; }

    public Writer Writer { get; }

    public ReaderPool Readers { get; }

    /// <summary>Takes the file into possession, migrates it, and settles what earlier processes left behind.</summary>
    public static (OpenStore Store, TakeOver Taken) Open(SqliteStoreOptions options, ILogger logger, TimeProvider time, Instant now)
    {
        string library = SqliteLibrary.Bind();
        StoreFile file = StoreFile.Own(options);
        try
        {
            SqliteConnection connection = file.OpenWriter();
            try
            {
                int migrations = Migrator.Run(connection, now);
                WriterSession session = new(connection);
                TakeOver taken = Settle(session, now);
                string description = $"{library}, {file.Path}";
                Log.Opened(logger, description, session.Number, migrations);
                if (taken is not { Released: 0, Unknown: 0, Buried: 0, Cancelled: 0 })
                {
                    Log.TookOver(logger, taken.Released, taken.Lost, taken.Unknown, taken.Buried, taken.Cancelled);
                }

                return (new OpenStore(file, description, new Writer(session, file.Path, options, logger, time), new ReaderPool(file, options.Readers)), taken);
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }
        catch (SqliteException e) when (SqliteErrors.IsUnavailable(e))
        {
            string path = file.Path;
            file.Dispose();
            throw SqliteErrors.Unavailable(e, path, committing: false);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Readers.DisposeAsync();
        await Writer.DisposeAsync();
        _fileSizeExceeded?.Dispose();
        _file.Dispose();
    }

    private static TakeOver Settle(WriterSession session, Instant now)
    {
        session.Begin(alone: true);
        TakeOver taken = session.TakeOver.Settle(now);
        session.Commit();
        return taken;
    }
}
