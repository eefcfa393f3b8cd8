using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using OuraTeams.Sandbox.State;

namespace OuraTeams.Sandbox.OAuth;

/// <summary>
/// All codes and grants. Each exchange, refresh and revocation is one step under one lock, so that of any number of
/// refreshes with one token exactly one succeeds.
/// </summary>
internal sealed class GrantStore
{
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan UsedCodeMemory = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, AuthorizationCode> _codes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, Grant> _grants = new();
    private readonly ConcurrentDictionary<string, int> _grantsOfMember = new(StringComparer.Ordinal);
    private readonly SandboxOptions _options;
    private readonly TimeProvider _clock;
    private readonly Journal _journal;

    /// <summary>Takes up the journal.</summary>
    public GrantStore(SandboxOptions options, TimeProvider clock, Journal journal)
    {
        _options = options;
        _clock = clock;
        _journal = journal;
        foreach (var entry in journal.Entries)
        {
            Restore(entry);
        }
    }

    /// <summary>The refreshes so far.</summary>
    public RefreshLog Refreshes { get; } = new();

    /// <summary>How long an access token lives that was asked for without a code.</summary>
    public static TimeSpan ImplicitLifetime { get; } = TimeSpan.FromDays(30);

    /// <summary>The members who have a grant that is not revoked.</summary>
    public ICollection<string> Members => _grantsOfMember.Keys;

    /// <summary>True when one more member may connect: the app's cap is not reached, or the member is connected already.</summary>
    public bool HasRoomFor(string memberId) =>
        _options.UserCap == 0 || HasGrant(memberId) || _grantsOfMember.Count < _options.UserCap;

    /// <summary>True when the member has a grant that is not revoked; whether its access token expired doesn't matter.</summary>
    public bool HasGrant(string memberId) => _grantsOfMember.ContainsKey(memberId);

    /// <summary>Gives out a code for a consent.</summary>
    public string IssueCode(string memberId, string[] scopes, AuthorizeRequest request)
    {
        var now = _clock.GetUtcNow();
        var code = new AuthorizationCode(
            Random(32), memberId, scopes, request.Portal, request.RedirectUri, request.Challenge, request.IsPlainChallenge,
            now + CodeLifetime, Used: false, GrantId: null, request.NamesRedirect);
        lock (_lock)
        {
            foreach (var old in _codes.Values.Where(old => old.ExpiresAt + UsedCodeMemory < now).ToList())
            {
                _codes.Remove(old.Value);
            }

            Save(code);
        }

        return code.Value;
    }

    /// <summary>Gives out an access token for a consent, with nothing to refresh it by.</summary>
    public string IssueToken(string memberId, string[] scopes, OAuthPortal portal)
    {
        var grant = New(memberId, scopes, portal, ImplicitLifetime);
        lock (_lock)
        {
            Save(grant);
        }

        return TokenText.Write(grant, grant.Generation, refresh: false);
    }

    /// <summary>
    /// Exchanges a code. Whatever comes of it, the code is used then; a second exchange ends what the first one issued.
    /// </summary>
    public TokenAnswer Exchange(string value, string? redirectUri, string? verifier, OAuthPortal portal)
    {
        lock (_lock)
        {
            if (!_codes.TryGetValue(value, out var code))
            {
                return TokenAnswer.InvalidGrant("The authorization code is unknown.");
            }

            if (code.Used)
            {
                if (code.GrantId is { } issued)
                {
                    Remove(issued);
                }

                return TokenAnswer.InvalidGrant("The authorization code was used before.");
            }

            Save(code with { Used = true });
            if (code.Portal != portal)
            {
                return TokenAnswer.InvalidClient("The client belongs to the other portal.");
            }

            if (code.ExpiresAt <= _clock.GetUtcNow())
            {
                return TokenAnswer.InvalidGrant("The authorization code has expired.");
            }

            if (code.RedirectUri != redirectUri && (code.NamesRedirect || redirectUri is not null))
            {
                return TokenAnswer.InvalidGrant("redirect_uri is not the one of the authorization request.");
            }

            if (!Proves(code, verifier))
            {
                return TokenAnswer.InvalidGrant("code_verifier does not match the code challenge.");
            }

            if (!HasRoomFor(code.MemberId))
            {
                return TokenAnswer.InvalidGrant("The app has reached its number of users.");
            }

            var grant = New(code.MemberId, code.Scopes, portal, _options.AccessTokenLifetime);
            Save(grant);
            Save(code with { Used = true, GrantId = grant.Id });
            return TokenAnswer.Issue(grant);
        }
    }

    /// <summary>Rotates a grant's tokens.</summary>
    public TokenAnswer Refresh(string token, OAuthPortal portal)
    {
        lock (_lock)
        {
            var now = _clock.GetUtcNow();
            if (Find(token, refresh: true) is not var (grant, generation))
            {
                return TokenAnswer.InvalidGrant("The refresh token is unknown or revoked.");
            }

            if (grant.Portal != portal)
            {
                return TokenAnswer.InvalidRequest("Invalid request");
            }

            if (generation != grant.Generation)
            {
                Refreshes.AddUsedTwice();
                if (!grant.Rotations.Any(rotation => rotation.Generation == generation && InRace(rotation, now)))
                {
                    Remove(grant.Id);
                }

                return TokenAnswer.InvalidGrant("The refresh token was used before.");
            }

            var next = generation + 1;
            var rotated = grant with
            {
                Generation = next,
                Issued = [.. grant.Issued.Where(access => access.ExpiresAt > now), new(next, now + _options.AccessTokenLifetime)],
                Rotations = [.. grant.Rotations.Where(rotation => InRace(rotation, now)), new(generation, now)],
            };
            Save(rotated);
            Refreshes.Add();
            return TokenAnswer.Issue(rotated);
        }
    }

    /// <summary>Ends the grant of an access or refresh token, current or spent.</summary>
    /// <returns>False when there is no such grant.</returns>
    public bool Revoke(string token)
    {
        lock (_lock)
        {
            if ((Find(token, refresh: true) ?? Find(token, refresh: false)) is not var (grant, _))
            {
                return false;
            }

            Remove(grant.Id);
            return true;
        }
    }

    /// <summary>Takes scopes back of all grants of a member; the next refresh says so (RFC 6749 section 5.1).</summary>
    public void Narrow(string memberId, IReadOnlyCollection<string> withdrawn)
    {
        lock (_lock)
        {
            foreach (var grant in _grants.Values.Where(grant => grant.MemberId == memberId).ToList())
            {
                Save(grant with { Scopes = [.. grant.Scopes.Except(withdrawn, StringComparer.Ordinal)] });
            }
        }
    }

    /// <summary>The grant that an access token opens now, or null.</summary>
    public Grant? Authenticate(string accessToken) => Inspect(accessToken)?.Grant;

    /// <summary>The grant that an access token opens now, and until when; or null.</summary>
    public (Grant Grant, DateTimeOffset ExpiresAt)? Inspect(string accessToken) =>
        Find(accessToken, refresh: false) is var (grant, generation)
        && grant.Issued.FirstOrDefault(access => access.Generation == generation && access.ExpiresAt > _clock.GetUtcNow()) is { } access
            ? (grant, access.ExpiresAt)
            : null;

    /// <summary>The lines that make this state again.</summary>
    public IEnumerable<JournalEntry> Snapshot() =>
        [.. _codes.Values.Select(code => new CodeSaved(code)), .. _grants.Values.Select(grant => new GrantSaved(grant))];

    private bool InRace(Grant.Rotation rotation, DateTimeOffset now) =>
        _options.RefreshRaceWindow > TimeSpan.Zero && now - rotation.At <= _options.RefreshRaceWindow;

    private Grant New(string memberId, IReadOnlyList<string> scopes, OAuthPortal portal, TimeSpan lifetime) => new(
        Guid.NewGuid(), memberId, scopes, portal, Convert.ToBase64String(RandomNumberGenerator.GetBytes(16)),
        Generation: 0, [new(0, _clock.GetUtcNow() + lifetime)], []);

    private void Restore(JournalEntry entry)
    {
        switch (entry)
        {
            case GrantSaved saved:
                Put(saved.Grant);
                break;
            case GrantRemoved removed:
                Take(removed.Id);
                break;
            case CodeSaved saved:
                _codes[saved.Code.Value] = saved.Code;
                break;
            default:
                break;
        }
    }

    private (Grant Grant, int Generation)? Find(string token, bool refresh) =>
        TokenText.Read(token) is var (id, generation, isRefresh) && isRefresh == refresh
        && _grants.TryGetValue(id, out var grant) && Same(TokenText.Write(grant, generation, refresh), token)
            ? (grant, generation)
            : null;

    private static bool Proves(AuthorizationCode code, string? verifier) =>
        code.Challenge is null
        || (verifier is not null && Same(code.Challenge, code.IsPlainChallenge ? verifier : Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))));

    private static bool Same(string a, string b) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));

    private static string Random(int bytes) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));

    private void Save(AuthorizationCode code)
    {
        _journal.Append(new CodeSaved(code));
        _codes[code.Value] = code;
    }

    private void Save(Grant grant)
    {
        _journal.Append(new GrantSaved(grant));
        Put(grant);
    }

    private void Remove(Guid id)
    {
        if (_grants.ContainsKey(id))
        {
            _journal.Append(new GrantRemoved(id));
            Take(id);
        }
    }

    private void Put(Grant grant)
    {
        if (!_grants.ContainsKey(grant.Id))
        {
            _grantsOfMember.AddOrUpdate(grant.MemberId, 1, (_, count) => count + 1);
        }

        _grants[grant.Id] = grant;
    }

    private void Take(Guid id)
    {
        if (_grants.TryRemove(id, out var grant) && _grantsOfMember.AddOrUpdate(grant.MemberId, 0, (_, count) => count - 1) == 0)
        {
            _grantsOfMember.TryRemove(grant.MemberId, out _);
        }
    }
}
