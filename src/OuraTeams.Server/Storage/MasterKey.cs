using System.Security.Cryptography;
using System.Text;

namespace OuraTeams.Server;

/// <summary>The key that stored state is encrypted with.</summary>
public sealed class MasterKey
{
    /// <summary>Length of a key.</summary>
    public const int Length = 32;

    private const string FileName = "master.key";
    private const string CheckFileName = "master.key.check";
    private readonly byte[] _key;

    private MasterKey(byte[] key)
    {
        _key = key;
        Id = HMACSHA256.HashData(key, "ourateams master key id"u8).AsSpan(0, 8).ToArray();
    }

    /// <summary>Tells keys apart without giving anything away; 8 bytes.</summary>
    public ReadOnlyMemory<byte> Id { get; }

    /// <summary>
    /// Takes the key from the settings or from the data folder, where it is made on the first start. Compares it with the
    /// key that the folder's data was written with.
    /// </summary>
    /// <exception cref="StorageException">It is no key, or not the one that the data was written with. Nothing was changed.</exception>
    public static MasterKey Load(StorageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        DataFolder.Ensure(options);
        string checkPath = options.PathOf(CheckFileName);
        byte[]? check = File.Exists(checkPath) ? Convert.FromHexString(File.ReadAllText(checkPath).Trim()) : null;
        MasterKey key = options.MasterKey.Length > 0
            ? Parse(options.MasterKey, "The setting Storage:MasterKey")
            : FromFile(options.PathOf(FileName), mayCreate: check is null);
        if (check is null)
        {
            DataFolder.WriteSecret(checkPath, Convert.ToHexStringLower(key.Id.Span));
        }
        else if (!key.Id.Span.SequenceEqual(check))
        {
            throw new StorageException(
                $"The data in {Path.GetFullPath(options.DataFolder)} was written with another key than the one that Storage:MasterKey (or the file {FileName}) gives. Set Storage:MasterKey to the key it was written with.");
        }

        return key;
    }

    /// <summary>A key for one purpose.</summary>
    public byte[] Derive(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, Length, info: Encoding.UTF8.GetBytes(purpose));

    private static MasterKey FromFile(string path, bool mayCreate)
    {
        if (File.Exists(path))
        {
            return Parse(File.ReadAllText(path).Trim(), $"The file {path}");
        }

        if (!mayCreate)
        {
            throw new StorageException(
                $"The data folder was written with a key that is not there: set Storage:MasterKey to it, or put the file {FileName} back.");
        }

        byte[] key = RandomNumberGenerator.GetBytes(Length);
        DataFolder.WriteSecret(path, Convert.ToBase64String(key));
        return new MasterKey(key);
    }

    private static MasterKey Parse(string text, string what)
    {
        byte[] key = new byte[Length];
        return Convert.TryFromBase64String(text, key, out int written) && written == Length
            ? new MasterKey(key)
            : throw new StorageException($"{what} must be {Length} bytes in base64.");
    }
}
