using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Kairos.Jobs;

/// <summary>The identity of a job: a UUID of version 7 that carries the shard of its owner.</summary>
/// <remarks>
/// Sortable by the time of its making (milliseconds), not guessable (62 random bits less the 12 of the shard).
/// Its text is 22 characters of 0-9A-Za-z that sort as the id does; the usual UUID form is read too.
/// </remarks>
public readonly record struct JobId(Guid Value) : IComparable<JobId>
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int TextLength = 22;

    [ThreadStatic]
    private static byte[]? t_drawn;

    [ThreadStatic]
    private static int t_left;

    /// <summary>The shard of the owner, 0 to 4095, so that an id alone tells where its row is.</summary>
    public int Shard
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            Value.TryWriteBytes(bytes, bigEndian: true, out _);
            return ((bytes[6] & 0x0F) << 8) | bytes[7];
        }
    }

    /// <summary>Makes a new id for a job of <paramref name="owner"/>.</summary>
    /// <param name="owner">Its shard is carried in the id.</param>
    /// <param name="now">The wall clock of this machine; only for the order of ids.</param>
    public static JobId New(string owner, DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        FillRandomly(bytes[8..]);
        long ms = now.ToUnixTimeMilliseconds();
        BinaryPrimitives.WriteInt64BigEndian(bytes, ms << 16);
        int shard = ShardOf(owner);
        bytes[6] = (byte)(0x70 | (shard >> 8));
        bytes[7] = (byte)(shard & 0xFF);
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new JobId(new Guid(bytes, bigEndian: true));
    }

    // Drawn for many ids at once: a call for eight bytes costs as much as one for hundreds.
    private static void FillRandomly(Span<byte> bytes)
    {
        byte[] drawn = t_drawn ??= new byte[512];
        if (t_left < bytes.Length)
        {
            RandomNumberGenerator.Fill(drawn);
            t_left = drawn.Length;
        }

        t_left -= bytes.Length;
        drawn.AsSpan(t_left, bytes.Length).CopyTo(bytes);
    }

    /// <summary>The shard of an owner: FNV-1a of its UTF-8 bytes folded to 12 bits. Frozen: stored keys depend on it.</summary>
    public static int ShardOf(string owner)
    {
        Span<byte> utf8 = owner.Length <= 256 ? stackalloc byte[768] : new byte[Encoding.UTF8.GetMaxByteCount(owner.Length)];
        int length = Encoding.UTF8.GetBytes(owner, utf8);
        uint hash = 2166136261;
        unchecked
        {
            foreach (byte b in utf8[..length])
            {
                hash = (hash ^ b) * 16777619;
            }
        }

        return (int)((hash ^ (hash >> 12) ^ (hash >> 24)) & 0xFFF);
    }

    /// <summary>Reads the 22-character form or a UUID.</summary>
    public static bool TryParse(string? text, out JobId id)
    {
        id = default;
        if (text is null)
        {
            return false;
        }

        if (text.Length != TextLength)
        {
            bool read = Guid.TryParse(text, out Guid guid);
            id = new JobId(guid);
            return read;
        }

        UInt128 number = 0;
        foreach (char c in text)
        {
            int digit = Digits.IndexOf(c, StringComparison.Ordinal);
            if (digit < 0 || number > (UInt128.MaxValue - (UInt128)(uint)digit) / 62)
            {
                return false;
            }

            number = (number * 62) + (UInt128)(uint)digit;
        }

        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        id = new JobId(new Guid(bytes, bigEndian: true));
        return true;
    }

    /// <inheritdoc />
    // By its fields as unsigned numbers, from the first on: that is the order of its bytes, and of its text.
    public int CompareTo(JobId other) => Value.CompareTo(other.Value);

    /// <summary>The 22-character form.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        Value.TryWriteBytes(bytes, bigEndian: true, out _);
        UInt128 number = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        Span<char> text = stackalloc char[TextLength];
        for (int i = TextLength - 1; i >= 0; i--)
        {
            (number, UInt128 digit) = UInt128.DivRem(number, 62);
            text[i] = Digits[(int)digit];
        }

        return new string(text);
    }

    /// <summary>Made earlier than.</summary>
    public static bool operator <(JobId left, JobId right) => left.CompareTo(right) < 0;

    /// <summary>Made later than.</summary>
    public static bool operator >(JobId left, JobId right) => left.CompareTo(right) > 0;

    /// <summary>Made no later than.</summary>
    public static bool operator <=(JobId left, JobId right) => left.CompareTo(right) <= 0;

    /// <summary>Made no earlier than.</summary>
    public static bool operator >=(JobId left, JobId right) => left.CompareTo(right) >= 0;
}
