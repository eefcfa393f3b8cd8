using System.Collections.Concurrent;

namespace OuraTeams.Sandbox.OAuth;

/// <summary>Personal access tokens, which Oura issues no more but still takes: they come from the settings alone.</summary>
internal sealed class PersonalTokens
{
    private readonly ConcurrentDictionary<string, Grant> _grants;

    /// <summary>Gives each token to the member of the same place.</summary>
    public PersonalTokens(SandboxOptions options, World world)
    {
        var scopes = Scopes.All.Select(known => known.Name).Where(name => name != "research").ToArray();
        _grants = new(options.PersonalAccessTokens.Select((token, index) => (Token: token, Member: world.Members[index].Id)).Select(
            entry => KeyValuePair.Create(entry.Token, new Grant(Guid.Empty, entry.Member, scopes, OAuthPortal.Legacy, "", 0, [], []))),
            StringComparer.Ordinal);
    }

    /// <summary>What the token opens, or null when it is none.</summary>
    public Grant? Find(string token) => _grants.GetValueOrDefault(token);

    /// <summary>Ends a token, as its member can at Oura; does nothing when it is none.</summary>
    public void Withdraw(string token) => _grants.TryRemove(token, out _);
}
