using System.Security.Cryptography;
using System.Text;

namespace OuraTeams.Server.Storage;

/// <summary>The key that stored state is encrypted with.</summary>
public sealed class MasterKey
{
    /// <summary>Length of a key.</summary>
    public const int Length = 32;

    private const string FileName = "master.key";
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
        var check = new MasterKeyCheck(options);
        MasterKey key = options.MasterKey.Length > 0
            ? Parse(options.MasterKey, "The setting Storage:MasterKey")
            : FromFile(options.PathOf(FileName), mayCreate: !check.HasData);
        if (check.HasData && !check.WasWrittenWith(key))
        {
            throw new StorageException(
                $"The data in {Path.GetFullPath(options.DataFolder)} was written with another key than the one that {(options.MasterKey.Length > 0 ? "Storage:MasterKey" : $"the file {FileName}")} gives. Set Storage:MasterKey to the key it was written with.");
        }

        if (options.MasterKey.Length == 0 && !File.Exists(options.PathOf(FileName)))
        {
            DataFolder.WriteSecret(options.PathOf(FileName), Convert.ToBase64String(key._key));
        }

        check.Store(key);
        return key;
    }

    /// <summary>Reads a key.</summary>
    /// <param name="text">32 bytes in base64.</param>
    /// <param name="what">What holds it, for the message.</param>
    /// <exception cref="StorageException">It is no key.</exception>
    public static MasterKey Parse(string text, string what)
    {
        byte[] key = new byte[Length];
        return Convert.TryFromBase64String(text, key, out int written) && written == Length
            ? new MasterKey(key)
            : throw new StorageException($"{what} must be {Length} bytes in base64.");
    }

    /// <summary>A key for one purpose.</summary>
    public byte[] Derive(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, Length, info: Encoding.UTF8.GetBytes(purpose));

    private static MasterKey FromFile(string path, bool mayCreate)
    {
        if (File.Exists(path))
        {
            return Parse(File.ReadAllText(path).Trim(), $"The file {path}, which stands in for the setting Storage:MasterKey,");
        }

        if (!mayCreate)
        {
            throw new StorageException(
                $"The data folder was written with a key that is missing: set Storage:MasterKey to it, or put the file {FileName} back.");
        }

        return new MasterKey(RandomNumberGenerator.GetBytes(Length));
    }
}
