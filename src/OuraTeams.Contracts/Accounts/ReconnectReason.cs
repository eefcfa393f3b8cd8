namespace OuraTeams.Contracts;

/// <summary>Why a member must connect again.</summary>
public enum ReconnectReason
{
    /// <summary>No reason: the account doesn't need it.</summary>
    None = 0,

    /// <summary>Oura refused the stored refresh token.</summary>
    Refused = 1,

    /// <summary>Oura refused a fresh access token.</summary>
    Revoked = 2,

    /// <summary>The member's Oura membership has lapsed.</summary>
    MembershipLapsed = 3,

    /// <summary>The member granted nothing that is read here.</summary>
    ScopesTooNarrow = 4,
}
