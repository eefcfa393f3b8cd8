using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace OuraTeams.Contracts;

/// <summary>Which sweep walks an account.</summary>
public static class SweepShare
{
    /// <summary>Number of the sweep, the same in every process and release.</summary>
    public static int Of(AccountKey account) => (int)(Hash(account, 0) % ISweepGrain.Count);

    /// <summary>A fraction of 0 to 1 that is the account's own, the same in every process and release: spreads what is scheduled.</summary>
    public static double Fraction(AccountKey account) => Hash(account, sizeof(uint)) / (double)uint.MaxValue;

    private static uint Hash(AccountKey account, int offset)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(account.ToString()), hash);
        return BinaryPrimitives.ReadUInt32LittleEndian(hash[offset..]);
    }
}
