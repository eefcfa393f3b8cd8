using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orleans.Concurrency;

namespace OuraTeams.Contracts.Organizations;

/// <summary>A share of the directory of all organizations; key <see cref="OrganizationDirectory"/>.</summary>
[Alias("ourateams.IOrganizationDirectoryGrain")]
public interface IOrganizationDirectoryGrain : IGrainWithStringKey
{
    /// <summary>Organizations that a share lists at most, so that one write stays small.</summary>
    const int Capacity = 1_000;

    /// <summary>Lists an organization. Repeats do no harm.</summary>
    /// <returns>False when the share is full.</returns>
    [Alias("Add")]
    Task<bool> AddAsync(string organization);

    /// <summary>Lists an organization no more.</summary>
    [Alias("Remove")]
    Task RemoveAsync(string organization);

    /// <summary>Reads ids in ordinal order.</summary>
    /// <param name="after">The last id of the page before; empty for the first page.</param>
    /// <param name="count">Most ids wanted.</param>
    [AlwaysInterleave]
    [Alias("List")]
    Task<IReadOnlyList<string>> ListAsync(string after, int count);
}

/// <summary>How organizations are spread over the shares of the directory.</summary>
public static class OrganizationDirectory
{
    /// <summary>Number of shares. Fixed for ever: it decides which share lists an organization.</summary>
    public const int Shares = 32;

    /// <summary>Keys of all shares.</summary>
    public static IEnumerable<string> Keys => Enumerable.Range(0, Shares).Select(Key);

    /// <summary>Key of the share that lists an organization.</summary>
    public static string KeyOf(string organization) => Key(SHA256.HashData(Encoding.UTF8.GetBytes(organization))[0] % Shares);

    private static string Key(int share) => share.ToString(CultureInfo.InvariantCulture);
}
