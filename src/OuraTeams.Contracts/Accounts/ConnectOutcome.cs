namespace OuraTeams.Contracts;

/// <summary>What became of a <see cref="ConnectRequest"/>.</summary>
public enum ConnectOutcome
{
    /// <summary>The ring is connected.</summary>
    Connected,

    /// <summary>Another member of the organization has connected this ring. Nothing was changed.</summary>
    RingTaken,

    /// <summary>The member has another ring connected. Nothing was changed.</summary>
    MemberHasOtherRing,

    /// <summary>An earlier connection is still being forgotten. Nothing was changed; a later try will do.</summary>
    StillForgetting,
}
