namespace OuraTeams.Server.Host.Settings;

/// <summary>What a process of the platform does.</summary>
public enum ClusterRole
{
    /// <summary>Everything.</summary>
    All,

    /// <summary>Webhooks and join pages. Takes events into the queue without a silo; join pages need one.</summary>
    Intake,

    /// <summary>Grains, and the queue's delivery to them.</summary>
    Silo,

    /// <summary>gRPC services.</summary>
    Gateway,
}
