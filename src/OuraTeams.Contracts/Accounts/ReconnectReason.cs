namespace OuraTeams.Contracts;

/// <summary>Why a member must connect again.</summary>
public enum ReconnectReason
{
    /// <summary>No reason: the account doesn't need it.</summary>
    None = 0,

    /// <summary>Oura refused the stored refresh token when the access token came to its end.</summary>
    Refused = 1,

    /// <summary>Oura refuses a token that has not come to its end: the member ended the grant, or withdrew a Personal Access Token.</summary>
    Revoked = 2,

    /// <summary>The member's Oura membership has lapsed.</summary>
    MembershipLapsed = 3,

    /// <summary>The member granted nothing that is read here.</summary>
    ScopesTooNarrow = 4,
}
