using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using OuraTeams.Server.Host.Settings;
using OuraTeams.Server.Storage;

namespace OuraTeams.Server.Access;

/// <summary>The token that gRPC and admin calls must carry.</summary>
internal sealed class AccessToken
{
    private const string FileName = "development.token";
    private const int RandomBytes = 32;

    private readonly byte[] _hash;

    private AccessToken(string value, bool isDevelopment)
    {
        Value = value;
        IsDevelopment = isDevelopment;
        _hash = Hash(value);
    }

    /// <summary>The token.</summary>
    public string Value { get; }

    /// <summary>Whether it was made here for development, and may be shown.</summary>
    public bool IsDevelopment { get; }

    /// <summary>The token of the settings; null when there is none.</summary>
    /// <exception cref="SettingsException">It is too short.</exception>
    public static AccessToken? FromSettings(AccessOptions access) => access.Token.Length switch
    {
        0 => null,
        < AccessOptions.ShortestToken => throw new SettingsException($"Access:Token must have {AccessOptions.ShortestToken} characters or more."),
        _ => new AccessToken(access.Token, isDevelopment: false),
    };

    /// <summary>The one token of a development server: made on the first start, kept in the data folder, printed at start.</summary>
    public static AccessToken FromDataFolder(StorageOptions storage)
    {
        DataFolder.Ensure(storage);
        string path = storage.PathOf(FileName);
        if (!File.Exists(path))
        {
            DataFolder.WriteSecret(path, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes)));
        }

        return new AccessToken(File.ReadAllText(path).Trim(), isDevelopment: true);
    }

    /// <summary>Compares in constant time.</summary>
    public bool Matches(string token) => CryptographicOperations.FixedTimeEquals(Hash(token), _hash);

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
