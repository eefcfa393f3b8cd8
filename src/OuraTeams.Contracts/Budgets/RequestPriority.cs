namespace OuraTeams.Contracts;

/// <summary>Who goes first when requests are scarce. Lower numbers go first; numbers are fixed for ever.</summary>
public enum RequestPriority
{
    /// <summary>A webhook event.</summary>
    Live = 0,

    /// <summary>The newest days of a ring that was just connected: somebody is looking.</summary>
    Interactive = 1,

    /// <summary>History, and comparing with Oura.</summary>
    Backfill = 2,
}
