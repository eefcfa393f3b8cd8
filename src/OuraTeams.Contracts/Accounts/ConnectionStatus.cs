namespace OuraTeams.Contracts;

/// <summary>How a ring account stands with Oura.</summary>
public enum ConnectionStatus
{
    /// <summary>Nobody has connected it.</summary>
    NotConnected = 0,

    /// <summary>The credential works, as far as we know.</summary>
    Connected = 1,

    /// <summary>Oura refuses the credential: the member must connect again.</summary>
    NeedsReconnect = 2,

    /// <summary>The member or the organization ended the connection: token and data are forgotten.</summary>
    Disconnected = 3,
}
