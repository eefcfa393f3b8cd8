using OuraTeams.Contracts.States;

namespace OuraTeams.Grains.Accounts.Connection;

/// <summary>What the last answers of Oura said of an account's access token. In memory only: a next activation finds out anew.</summary>
internal sealed class TokenHealth
{
    private string? _refused;

    /// <summary>Oura refused a token.</summary>
    /// <returns>Whether it is not the first in a row: the token that was refused before was replaced, and its successor is refused too.</returns>
    public bool Refuse(string accessToken)
    {
        bool again = _refused is not null && _refused != accessToken;
        _refused = again ? null : accessToken;
        return again;
    }

    /// <summary>Oura took a token.</summary>
    public void Work() => _refused = null;

    /// <summary>Whether Oura refused the token that is in use.</summary>
    public bool IsRefused(ConnectionState state) => _refused is not null && state.Credential?.AccessToken == _refused;

    /// <summary>Whether requests may be made with the token that is in use: it was not refused and has not come to its end.</summary>
    public bool IsUsable(ConnectionState state, DateTimeOffset now) =>
        state.Credential is { } credential && (state.IsPersonalToken || credential.ExpiresAt > now) && !IsRefused(state);
}
