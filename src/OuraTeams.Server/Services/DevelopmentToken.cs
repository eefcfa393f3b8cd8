using System.Security.Cryptography;
using System.Text;

namespace OuraTeams.Server;

/// <summary>The one token of a development server: made on the first start, kept in the data folder, printed at start.</summary>
internal sealed class DevelopmentToken
{
    private const string FileName = "development.token";
    private readonly byte[] _hash;

    public DevelopmentToken(StorageOptions storage)
    {
        DataFolder.Ensure(storage);
        string path = storage.PathOf(FileName);
        if (!File.Exists(path))
        {
            DataFolder.WriteSecret(path, JoinTickets.RandomText());
        }

        Value = File.ReadAllText(path).Trim();
        _hash = Hash(Value);
    }

    /// <summary>The token.</summary>
    public string Value { get; }

    /// <summary>Compares in constant time.</summary>
    public bool Matches(string token) => CryptographicOperations.FixedTimeEquals(Hash(token), _hash);

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
