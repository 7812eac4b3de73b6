using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;

namespace Kairos.Lab.Network;

/// <summary>Reads along what a client sends: the beginning of the connection, then the text of its statements.</summary>
internal sealed class ClientReading : MessageReading
{
    private const int TlsRequest = 80877103;
    private const int GssRequest = 80877104;
    private const int CancelRequest = 80877102;
    private const int LongestStart = 10_000;
    private const int LongestSql = 16_384;
    private const int MostStatements = 4_096;

    private readonly List<byte> _start = [];
    private readonly List<byte> _body = [];
    private readonly Dictionary<string, string> _prepared = new(StringComparer.Ordinal);
    private readonly StringBuilder _sql = new();
    private bool _started;
    private byte _type;

    /// <summary>It is no session, but asks the server to cancel what another one does.</summary>
    internal bool Cancels { get; private set; }

    /// <summary>What was asked and is not answered. Read by whoever reads the answers.</summary>
    internal ConcurrentQueue<Exchange> Asked { get; } = new();

    /// <summary>Reads on, and says what is to be forwarded.</summary>
    /// <param name="bytes">As they came.</param>
    /// <param name="refuses">Requests for encryption among them, each to be answered with a no.</param>
    internal byte[] Forward(ReadOnlySpan<byte> bytes, out int refuses)
    {
        refuses = 0;
        if (_started)
        {
            Take(bytes);
            return bytes.ToArray();
        }

        _start.AddRange(bytes);
        while (_start.Count >= 8)
        {
            Span<byte> all = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_start);
            (int length, int code) = (BinaryPrimitives.ReadInt32BigEndian(all), BinaryPrimitives.ReadInt32BigEndian(all[4..]));
            if (length is < 8 or > LongestStart)
            {
                throw new InvalidDataException($"A first message of length {length} is not PostgreSQL's protocol.");
            }

            if (code is not (TlsRequest or GssRequest))
            {
                if (_start.Count < length)
                {
                    return [];
                }

                _started = true;
                Cancels = code == CancelRequest;
                byte[] forward = all.ToArray();
                Take(forward.AsSpan(length));
                _start.Clear();
                return forward;
            }

            refuses++;
            _start.RemoveRange(0, 8);
        }

        return [];
    }

    private protected override void Begin(byte type, ReadOnlySpan<byte> header)
    {
        _type = type;
        _body.Clear();
    }

    private protected override void Body(ReadOnlySpan<byte> part)
    {
        if (_type is (byte)'P' or (byte)'B' or (byte)'Q' && _body.Count < LongestSql)
        {
            _body.AddRange(part[..Math.Min(part.Length, LongestSql - _body.Count)]);
        }
    }

    private protected override void End()
    {
        ReadOnlySpan<byte> rest = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_body);
        switch ((char)_type)
        {
            case 'P':
                if (_prepared.Count >= MostStatements)
                {
                    _prepared.Clear();
                }

                _prepared[Text(ref rest)] = Text(ref rest);
                break;
            case 'B':
                Text(ref rest);
                _sql.Append(_prepared.GetValueOrDefault(Text(ref rest))).Append(";\n");
                break;
            case 'Q':
                _sql.Append(Text(ref rest));
                Ask();
                break;
            case 'S' or 'F':
                Ask();
                break;
            default:
                break;
        }
    }

    private static string Text(ref ReadOnlySpan<byte> rest)
    {
        int end = rest.IndexOf((byte)0);
        string text = Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
        rest = end < 0 ? [] : rest[(end + 1)..];
        return text;
    }

    private void Ask()
    {
        Asked.Enqueue(new Exchange(_sql.ToString()));
        _sql.Clear();
    }
}
