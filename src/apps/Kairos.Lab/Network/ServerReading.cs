using System.Buffers;
using System.Collections.Concurrent;
using System.Text;

namespace Kairos.Lab.Network;

/// <summary>Reads along what the server sends, leaves out notifications, and keeps an answer back until it is known whether it is to be dropped.</summary>
/// <param name="asked">What is being answered.</param>
/// <param name="weather">How the network is now.</param>
/// <param name="wish">The answer that is to be dropped, if one is.</param>
/// <param name="leftOut">Called for each notification that is left out.</param>
internal sealed class ServerReading(ConcurrentQueue<Exchange> asked, Func<Weather> weather, Func<DroppedAnswer?> wish, Action leftOut) : MessageReading
{
    private const int LongestTag = 64;
    private const int LongestKept = 4 << 20;

    private readonly ArrayBufferWriter<byte> _forward = new();
    private readonly ArrayBufferWriter<byte> _kept = new();
    private readonly byte[] _content = new byte[LongestTag];
    private int _contentLength;
    private byte _type;
    private bool _left;
    private bool _keeping;
    private bool _ready;
    private bool _committed;
    private bool _failed;
    private bool _greeted;

    /// <summary>The answer that was wished away has come: it is not among what is forwarded, and the connection is to be cut.</summary>
    internal bool Dropped { get; private set; }

    /// <summary>Reads on, and says what is to be forwarded.</summary>
    internal byte[] Forward(ReadOnlySpan<byte> bytes)
    {
        Take(bytes);
        return Taken();
    }

    /// <summary>The server has ended the connection: what was kept is its last word.</summary>
    internal byte[] Rest()
    {
        if (!Dropped)
        {
            LetGo();
        }

        return Taken();
    }

    private protected override void Begin(byte type, ReadOnlySpan<byte> header)
    {
        _type = type;
        _contentLength = 0;
        _left = type == 'A' && weather().DropsNotifications;

        // Notifications, notices and parameters come between answers too: they are not the beginning of one.
        if (_ready && _greeted && type is not ((byte)'A' or (byte)'N' or (byte)'S'))
        {
            _ready = false;
            _keeping = wish() is not null;
        }

        Write(header);
    }

    private protected override void Body(ReadOnlySpan<byte> part)
    {
        Write(part);
        int content = Math.Min(part.Length, LongestTag - _contentLength);
        part[..content].CopyTo(_content.AsSpan(_contentLength));
        _contentLength += content;
    }

    private protected override void End()
    {
        switch ((char)_type)
        {
            case 'A' when _left: leftOut(); break;

            // Before it sends the rows of a COPY, the client has to see that the server waits for them.
            case 'G' or 'W': LetGo(); break;
            case 'C': _committed |= Encoding.ASCII.GetString(_content.AsSpan(0, _contentLength)).TrimEnd('\0') == "COMMIT"; break;
            case 'E': _failed = true; break;
            case 'Z': BeReady(outside: _content[0] == 'I'); break;
            default: break;
        }
    }

    private void BeReady(bool outside)
    {
        // The first time, it is ready after the greeting, which nobody asked for.
        Exchange? exchange = null;
        if (_greeted)
        {
            asked.TryDequeue(out exchange);
        }

        if (_keeping)
        {
            if (exchange is not null && outside && !_failed && wish() is { } wished && wished.Fits(exchange, _committed) && wished.TryTake())
            {
                Dropped = true;
            }
            else
            {
                LetGo();
            }
        }

        (_ready, _greeted, _keeping, _committed, _failed) = (true, true, false, false, false);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        if (_left || Dropped)
        {
            return;
        }

        if (_keeping && _kept.WrittenCount + bytes.Length > LongestKept)
        {
            // So long an answer is that of a query: it is not kept in memory for the sake of a fault.
            LetGo();
            _keeping = false;
        }

        (_keeping ? _kept : _forward).Write(bytes);
    }

    private byte[] Taken()
    {
        byte[] forward = _forward.WrittenSpan.ToArray();
        _forward.ResetWrittenCount();
        return forward;
    }

    private void LetGo()
    {
        _forward.Write(_kept.WrittenSpan);
        _kept.ResetWrittenCount();
    }
}
