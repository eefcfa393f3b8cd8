using System.Security.Cryptography;
using Orleans.Serialization;
using Orleans.Storage;

namespace OuraTeams.Server;

/// <summary>
/// Writes state by Orleans' own serializer, encrypted with AES-256-GCM. Layout: format (1 byte), key id (8), nonce (12),
/// tag (16), ciphertext; the first nine bytes are authenticated too.
/// </summary>
internal sealed class EncryptedStorageSerializer(MasterKey master, Serializer serializer) : IGrainStorageSerializer
{
    private const byte Format = 1;
    private const int KeyIdLength = 8;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int HeaderLength = 1 + KeyIdLength;
    private const int Overhead = HeaderLength + NonceLength + TagLength;

    private readonly byte[] _key = master.Derive("ourateams grain state 1");

    public BinaryData Serialize<T>(T? input)
    {
        byte[] plain = serializer.SerializeToArray(input);
        byte[] sealedState = new byte[Overhead + plain.Length];
        Span<byte> span = sealedState;
        span[0] = Format;
        master.Id.Span.CopyTo(span[1..]);
        Span<byte> nonce = span.Slice(HeaderLength, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagLength);
        aes.Encrypt(nonce, plain, span[Overhead..], span.Slice(HeaderLength + NonceLength, TagLength), span[..HeaderLength]);
        CryptographicOperations.ZeroMemory(plain);
        return new BinaryData(sealedState);
    }

    public T? Deserialize<T>(BinaryData input)
    {
        ReadOnlySpan<byte> span = input.ToMemory().Span;
        if (span.Length < Overhead || span[0] != Format)
        {
            throw new StorageException("A stored state is not in a format that this release knows.");
        }

        if (!span.Slice(1, KeyIdLength).SequenceEqual(master.Id.Span))
        {
            throw new StorageException("A stored state was written with another key than Storage:MasterKey gives.");
        }

        byte[] plain = new byte[span.Length - Overhead];
        using var aes = new AesGcm(_key, TagLength);
        aes.Decrypt(span.Slice(HeaderLength, NonceLength), span[Overhead..], span.Slice(HeaderLength + NonceLength, TagLength), plain, span[..HeaderLength]);
        T? state = serializer.Deserialize<T>(plain);
        CryptographicOperations.ZeroMemory(plain);
        return state;
    }
}
