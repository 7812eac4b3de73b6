using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Kairos.Stores;

namespace Kairos.Secrets;

/// <summary>Seals secrets for the database: AES-256-GCM, bound to the row they stand in.</summary>
/// <remarks>Sealed form: key number (4 bytes, big endian), nonce (12), tag (16), cipher text. A sealed value moved to another row does not open.</remarks>
/// <threadsafety>All members may be called at once.</threadsafety>
public sealed class Vault(KeyRing keys)
{
    private const int NumberBytes = 4;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HeadBytes = NumberBytes + NonceBytes + TagBytes;

    /// <summary>Seals a text for the row that <paramref name="row"/> names, for example <c>seats_session/owner/school</c>.</summary>
    public byte[] Seal(string row, string secret)
    {
        byte[] plain = Encoding.UTF8.GetBytes(secret);
        byte[] result = new byte[HeadBytes + plain.Length];
        BinaryPrimitives.WriteInt32BigEndian(result, keys.CurrentId);
        Span<byte> nonce = result.AsSpan(NumberBytes, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using AesGcm aes = new(keys.Find(keys.CurrentId)!, TagBytes);
        aes.Encrypt(nonce, plain, result.AsSpan(HeadBytes), result.AsSpan(NumberBytes + NonceBytes, TagBytes), Bound(row));
        CryptographicOperations.ZeroMemory(plain);
        return result;
    }

    /// <summary>Opens what was sealed for this row.</summary>
    /// <exception cref="CryptographicException">It was sealed for another row, altered, or its key is no longer in the ring.</exception>
    public string Open(string row, ReadOnlySpan<byte> sealedSecret)
    {
        if (sealedSecret.Length < HeadBytes)
        {
            throw new CryptographicException("A sealed value is too short: it was altered.");
        }

        int number = BinaryPrimitives.ReadInt32BigEndian(sealedSecret);
        byte[] key = keys.Find(number) ?? throw new CryptographicException($"Key {number} is not in the key file: put its line back, or have the user send the secret again.");
        byte[] plain = new byte[sealedSecret.Length - HeadBytes];
        using AesGcm aes = new(key, TagBytes);
        try
        {
            aes.Decrypt(sealedSecret.Slice(NumberBytes, NonceBytes), sealedSecret[HeadBytes..], sealedSecret.Slice(NumberBytes + NonceBytes, TagBytes), plain, Bound(row));
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new CryptographicException($"A sealed value does not open for {row}: it was altered, or sealed for another row or by another key of this number. Have the user send the secret again.", e);
        }

        string secret = Encoding.UTF8.GetString(plain);
        CryptographicOperations.ZeroMemory(plain);
        return secret;
    }

    /// <summary>Makes sure that the nodes on one database can open what each of them seals, by fingerprints that they leave there.</summary>
    /// <exception cref="InvalidDataException">They could not: this node has another key of a number, or not the one that the others seal with. The message names the remedy.</exception>
    public ValueTask AgreeAsync(ISideTables tables, CancellationToken ct) => new KeyRegister(tables, keys).AgreeAsync(ct);

    private static byte[] Bound(string row) => Encoding.UTF8.GetBytes(row);
}
