using System.Security.Cryptography;
using System.Text;
using OuraTeams.Contracts.Keys;

namespace OuraTeams.Grains.Teams;

/// <summary>Ids of members who are invited by a request with an id of its own.</summary>
internal static class RequestedMember
{
    private const int GuidBytes = 16;

    /// <summary>The id that a request's member has: a UUID of version 8 (RFC 9562), the same for the same team and request.</summary>
    public static string Id(TeamKey team, string requestId)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{team} {requestId}"));
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, GuidBytes), bigEndian: true).ToString();
    }
}
