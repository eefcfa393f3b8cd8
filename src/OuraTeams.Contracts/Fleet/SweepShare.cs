using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace OuraTeams.Contracts;

/// <summary>Which sweep walks an account.</summary>
public static class SweepShare
{
    /// <summary>Number of the sweep, the same in every process and release.</summary>
    public static int Of(AccountKey account)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(account.ToString()), hash);
        return (int)(BinaryPrimitives.ReadUInt32LittleEndian(hash) % ISweepGrain.Count);
    }
}
