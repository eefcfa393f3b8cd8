namespace OuraTeams.Server.Host.Cluster;

/// <summary>Presence of a process that is a silo.</summary>
internal sealed class SiloPresence(ISiloStatusOracle oracle) : IClusterPresence
{
    public bool IsJoined => oracle.CurrentStatus == SiloStatus.Active;

    public string Description => $"The silo is {oracle.CurrentStatus}.";
}
