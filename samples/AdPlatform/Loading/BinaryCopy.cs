using System.Buffers.Binary;
using Npgsql;

namespace AdPlatform.Loading;

/// <summary>A COPY in PostgreSQL's binary format, its rows written straight into the bytes that are sent.</summary>
/// <remarks>With Npgsql's own importer the client takes as long as the server, so that one of two cores waits for the other.</remarks>
internal sealed class BinaryCopy : IAsyncDisposable
{
    /// <summary>Bytes that a row takes at most.</summary>
    private const int LongestRow = 4_096;
    private const int BufferSize = 256 * 1_024;
    private const long EpochOf2000 = 946_684_800_000_000;

    // Its mark, then no flags and no further words.
    private static readonly byte[] s_head = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly NpgsqlRawCopyStream _stream;
    private int _at;

    private BinaryCopy(NpgsqlRawCopyStream stream) => _stream = stream;

    /// <param name="connection">In a transaction that made the table: its rows are frozen as they come, so that nobody writes them again.</param>
    /// <param name="columns">The table and its columns.</param>
    internal static async Task<BinaryCopy> BeginAsync(NpgsqlConnection connection, string columns, CancellationToken ct)
    {
        BinaryCopy copy = new(await connection.BeginRawBinaryCopyAsync($"copy {columns} from stdin (format binary, freeze)", ct));
        s_head.CopyTo(copy._buffer, 0);
        copy._at = s_head.Length;
        return copy;
    }

    /// <summary>Whether the next row has room only after <see cref="SendAsync"/>.</summary>
    internal bool IsFull => _at > BufferSize - LongestRow;

    internal async ValueTask SendAsync(CancellationToken ct)
    {
        await _stream.WriteAsync(_buffer.AsMemory(0, _at), ct);
        _at = 0;
    }

    internal async Task CompleteAsync(CancellationToken ct)
    {
        BinaryPrimitives.WriteInt16BigEndian(Take(sizeof(short)), -1);
        await SendAsync(ct);
        await _stream.DisposeAsync();
    }

    internal void Row(short columns) => BinaryPrimitives.WriteInt16BigEndian(Take(sizeof(short)), columns);

    internal void Big(long value)
    {
        Length(sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(Take(sizeof(long)), value);
    }

    internal void Integer(int value)
    {
        Length(sizeof(int));
        BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), value);
    }

    internal void Small(short value)
    {
        Length(sizeof(short));
        BinaryPrimitives.WriteInt16BigEndian(Take(sizeof(short)), value);
    }

    internal void Flag(bool value)
    {
        Length(1);
        Take(1)[0] = value ? (byte)1 : (byte)0;
    }

    internal void Text(ReadOnlySpan<byte> value)
    {
        Length(value.Length);
        value.CopyTo(Take(value.Length));
    }

    /// <summary>Microseconds since 1970 UTC; null where that is open.</summary>
    internal void Instant(long? micros)
    {
        if (micros is { } known)
        {
            Big(known - EpochOf2000);
        }
        else
        {
            Null();
        }
    }

    internal void Null() => Length(-1);

    /// <summary>Rows that were not completed are taken back by the end of the transaction.</summary>
    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private void Length(int bytes) => BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), bytes);

    private Span<byte> Take(int bytes)
    {
        Span<byte> taken = _buffer.AsSpan(_at, bytes);
        _at += bytes;
        return taken;
    }
}
