namespace OuraTeams.Server.Host.Health;

/// <summary>Tags of health checks.</summary>
internal static class HealthTags
{
    /// <summary>Must hold before the process gets calls.</summary>
    public const string Ready = "ready";

    /// <summary>Must hold once, at the start.</summary>
    public const string Started = "started";
}
