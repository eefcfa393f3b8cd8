using System.Collections.Concurrent;

namespace OuraTeams.Sandbox.Limits;

/// <summary>Counts the data requests that came with a token which opens something, or at the mirrors with any. Thread safe.</summary>
public sealed class RequestLog
{
    private readonly ConcurrentDictionary<string, long> _byToken = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _refusedByToken = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _byMember = new(StringComparer.Ordinal);
    private long _total;
    private long _refused;

    internal RequestLog()
    {
    }

    /// <summary>All requests, refused ones too.</summary>
    public long Total => Interlocked.Read(ref _total);

    /// <summary>The requests that were refused with 429.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>The requests with that access token, refused ones too.</summary>
    public long Of(string accessToken) => _byToken.GetValueOrDefault(accessToken);

    /// <summary>The requests with that access token that were refused with 429.</summary>
    public long RefusedOf(string accessToken) => _refusedByToken.GetValueOrDefault(accessToken);

    /// <summary>The requests for that member's data with any token, refused ones too.</summary>
    public long OfMember(string memberId) => _byMember.GetValueOrDefault(memberId);

    internal void Add(string token, string memberId, bool refused)
    {
        Interlocked.Increment(ref _total);
        _byToken.AddOrUpdate(token, 1, (_, count) => count + 1);
        _byMember.AddOrUpdate(memberId, 1, (_, count) => count + 1);
        if (refused)
        {
            Interlocked.Increment(ref _refused);
            _refusedByToken.AddOrUpdate(token, 1, (_, count) => count + 1);
        }
    }
}
