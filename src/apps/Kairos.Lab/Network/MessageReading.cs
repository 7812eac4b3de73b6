using System.Buffers.Binary;

namespace Kairos.Lab.Network;

/// <summary>Cuts a stream of PostgreSQL's protocol into its messages: a byte of type, a length of 4 bytes that counts itself, the body.</summary>
internal abstract class MessageReading
{
    private const int HeaderLength = 5;
    private readonly byte[] _header = new byte[HeaderLength];
    private int _headerRead;
    private int _bodyLeft;

    /// <summary>Reads on; messages may begin and end anywhere.</summary>
    internal void Take(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (_headerRead < HeaderLength)
            {
                int part = Math.Min(HeaderLength - _headerRead, bytes.Length);
                bytes[..part].CopyTo(_header.AsSpan(_headerRead));
                _headerRead += part;
                bytes = bytes[part..];
                if (_headerRead < HeaderLength)
                {
                    return;
                }

                _bodyLeft = BinaryPrimitives.ReadInt32BigEndian(_header.AsSpan(1)) - 4;
                if (_bodyLeft < 0)
                {
                    throw new InvalidDataException($"A message '{(char)_header[0]}' of length {_bodyLeft + 4} is not PostgreSQL's protocol: connect without TLS.");
                }

                Begin(_header[0], _header);
            }

            int body = Math.Min(_bodyLeft, bytes.Length);
            Body(bytes[..body]);
            _bodyLeft -= body;
            bytes = bytes[body..];
            if (_bodyLeft == 0)
            {
                _headerRead = 0;
                End();
            }
        }
    }

    private protected abstract void Begin(byte type, ReadOnlySpan<byte> header);

    private protected abstract void Body(ReadOnlySpan<byte> part);

    private protected abstract void End();
}
