namespace OuraTeams.Server.Host.Cluster;

/// <summary>Whether this process can reach grains.</summary>
internal interface IClusterPresence
{
    /// <summary>Whether it can.</summary>
    bool IsJoined { get; }

    /// <summary>How it stands, as a sentence.</summary>
    string Description { get; }
}
