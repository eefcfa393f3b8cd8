using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using OuraTeams.Contracts.Keys;

namespace OuraTeams.Contracts.Fleet;

/// <summary>Which scheduler wakes an account or a router.</summary>
public static class SchedulerShare
{
    /// <summary>Number of the scheduler, the same in every process and release.</summary>
    public static int Of(AccountKey account) => (int)(Hash(account.ToString(), 0) % ISchedulerGrain.Count);

    /// <summary>Number of the scheduler that wakes a router, the same in every process and release.</summary>
    public static int Of(EventRouteKey route) => (int)(Hash(route.ToString(), 0) % ISchedulerGrain.Count);

    /// <summary>Number of the scheduler that wakes a revocation, the same in every process and release.</summary>
    public static int Of(Guid revocation) => (int)(Hash(revocation.ToString(), 0) % ISchedulerGrain.Count);

    /// <summary>A fraction of 0 to 1 that is the account's own, the same in every process and release: spreads what is scheduled.</summary>
    public static double Fraction(AccountKey account) => Hash(account.ToString(), sizeof(uint)) / (double)uint.MaxValue;

    private static uint Hash(string key, int offset)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        return BinaryPrimitives.ReadUInt32LittleEndian(hash[offset..]);
    }
}
