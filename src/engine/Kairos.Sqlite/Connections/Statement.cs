using System.Buffers;
using System.Text;
using Kairos.Jobs;
using Kairos.Time;
using SQLitePCL;

namespace Kairos.Sqlite.Connections;

/// <summary>A prepared statement, over SQLite's own interface: no boxing, no parameter objects, text as UTF-8.</summary>
/// <remarks>Parameters count from 1, columns from 0. Bindings stay until they are bound again.</remarks>
/// <threadsafety>For one thread at a time, that of its connection.</threadsafety>
internal sealed class Statement : IDisposable
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public Statement(sqlite3 database, string sql)
    {
        _database = database;
        SqliteErrors.Check(database, raw.sqlite3_prepare_v2(database, sql, out _statement));
    }

    /// <summary>The statement of <c>Sql/{name}.sql</c>.</summary>
    public static Statement Named(sqlite3 database, string name) => new(database, SqlText.Statement(name));

    /// <summary>Runs it to its end; returns how many rows it changed.</summary>
    public int Execute()
    {
        int code = raw.sqlite3_step(_statement);
        while (code == raw.SQLITE_ROW)
        {
            code = raw.sqlite3_step(_statement);
        }

        End(code);
        return raw.sqlite3_changes(_database);
    }

    /// <summary>Goes to the next row; false, and ready to be run again, when there is none.</summary>
    public bool Step()
    {
        int code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        End(code);
        return false;
    }

    /// <summary>Gives up the rows not read, so that it can be run again and holds no snapshot.</summary>
    public void Reset() => _ = raw.sqlite3_reset(_statement);

    public void Bind(int index, long value) => Check(raw.sqlite3_bind_int64(_statement, index, value));

    public void Bind(int index, long? value)
    {
        if (value is { } present)
        {
            Bind(index, present);
        }
        else
        {
            Check(raw.sqlite3_bind_null(_statement, index));
        }
    }

    public void Bind(int index, Instant value) => Bind(index, value.Micros);

    public void Bind(int index, Instant? value) => Bind(index, value?.Micros);

    public void Bind(int index, ReadOnlySpan<byte> blob) => Check(raw.sqlite3_bind_blob(_statement, index, blob));

    public void Bind(int index, JobId id)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = id.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        Bind(index, bytes);
    }

    /// <summary>Text that says which: two different texts must never be stored as one.</summary>
    /// <exception cref="ArgumentException">It is not well-formed UTF-16.</exception>
    public void BindName(int index, string? text)
    {
        try
        {
            BindText(index, text, Strict);
        }
        catch (EncoderFallbackException e)
        {
            throw new ArgumentException($"A name holds half of a surrogate pair at character {e.Index} and has no form in UTF-8: send well-formed text.", nameof(text), e);
        }
    }

    /// <summary>Text for people: what is not well-formed is shown as a replacement character.</summary>
    public void BindProse(int index, string? text) => BindText(index, text, Encoding.UTF8);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    public int Int(int column) => raw.sqlite3_column_int(_statement, column);

    public bool Flag(int column) => Int(column) != 0;

    public int? MaybeInt(int column) => IsNull(column) ? null : Int(column);

    public Instant Instant(int column) => new(Long(column));

    public Instant? MaybeInstant(int column) => IsNull(column) ? null : Instant(column);

    /// <summary>Valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    public JobId Id(int column) => new(new Guid(Bytes(column), bigEndian: true));

    // Read as bytes: as text SQLite's binding ends at a U+0000.
    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    public string? MaybeText(int column) => IsNull(column) ? null : Text(column);

    public void Dispose() => _statement.Dispose();

    private void BindText(int index, string? text, Encoding encoding)
    {
        if (string.IsNullOrEmpty(text))
        {
            // An empty span has no address, and text without an address is bound as null.
            Check(text is null ? raw.sqlite3_bind_null(_statement, index) : raw.sqlite3_bind_text(_statement, index, ""));
            return;
        }

        int most = text.Length * 3;
        byte[]? rented = most <= 512 ? null : ArrayPool<byte>.Shared.Rent(most);
        try
        {
            Span<byte> utf8 = rented ?? stackalloc byte[512];
            int length = encoding.GetBytes(text, utf8);
            Check(raw.sqlite3_bind_text(_statement, index, utf8[..length]));
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    private void End(int code)
    {
        if (code == raw.SQLITE_DONE)
        {
            Reset();
            return;
        }

        Exception failure = SqliteErrors.Of(_database, code);
        Reset();
        throw failure;
    }

    private void Check(int code) => SqliteErrors.Check(_database, code);
}
