using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Kairos.PostgreSql.Connections;

namespace Kairos.PostgreSql.Submitting;

/// <summary>Rows in the form that a binary COPY reads, a piece at a time.</summary>
/// <remarks>
/// Each field is its length and its bytes, numbers in network order: "Binary Format" in
/// https://www.postgresql.org/docs/current/sql-copy.html. Npgsql's importer takes a multiple of the time for each field.
/// </remarks>
internal sealed class CopyBuffer : IDisposable
{
    private const int Piece = 64 * 1024;
    private const int Null = -1;
    private const short NoRow = -1;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(2 * Piece);
    private int _length;

    // A signature, no flags, no extension.
    private static ReadOnlySpan<byte> Head => [(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', (byte)'\n', 0xFF, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0];

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);

    /// <summary>Before the first row.</summary>
    public void Begin() => Head.CopyTo(Take(Head.Length));

    /// <summary>Before the fields of a row.</summary>
    public void Row(short fields) => BinaryPrimitives.WriteInt16BigEndian(Take(sizeof(short)), fields);

    /// <summary>After a row: sends what there is where that is worth it.</summary>
    public ValueTask SendPieceAsync(Stream to) => _length >= Piece ? SendAsync(to) : default;

    /// <summary>After the last row: sends what is left.</summary>
    public ValueTask SendEndAsync(Stream to)
    {
        Row(NoRow);
        return SendAsync(to);
    }

    public void Short(short value) => BinaryPrimitives.WriteInt16BigEndian(Field(sizeof(short)), value);

    public void Int(int? value)
    {
        if (value is { } given)
        {
            BinaryPrimitives.WriteInt32BigEndian(Field(sizeof(int)), given);
        }
        else
        {
            Nothing();
        }
    }

    public void Long(long value) => BinaryPrimitives.WriteInt64BigEndian(Field(sizeof(long)), value);

    public void Bool(bool value) => Field(1)[0] = value ? (byte)1 : (byte)0;

    public void Uuid(Guid value) => value.TryWriteBytes(Field(16), bigEndian: true, out _);

    public void Bytes(ReadOnlySpan<byte> value) => value.CopyTo(Field(value.Length));

    /// <exception cref="ArgumentException">PostgreSQL can't keep it.</exception>
    public void Text(string? value)
    {
        if (PgText.Checked(value) is { } text)
        {
            _ = Encoding.UTF8.GetBytes(text, Field(Encoding.UTF8.GetByteCount(text)));
        }
        else
        {
            Nothing();
        }
    }

    public void Nothing() => BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), Null);

    private async ValueTask SendAsync(Stream to)
    {
        await to.WriteAsync(_bytes.AsMemory(0, _length));
        _length = 0;
    }

    private Span<byte> Field(int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), length);
        return Take(length);
    }

    private Span<byte> Take(int length)
    {
        if (_bytes.Length - _length < length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * _bytes.Length, _length + length));
            _bytes.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        _length += length;
        return _bytes.AsSpan(_length - length, length);
    }
}
