namespace OuraTeams.Deploy.Tests.Pods;

/// <summary>Ports that nobody listens on, as a pod is given them.</summary>
internal static class FreePorts
{
    public static int Take() => Ports.Free();

    /// <summary>Values that give each of a chart's ports a free number.</summary>
    public static string[] AsValues() => [.. new[] { "http", "grpc", "admin", "silo", "gateway" }.Select(name => $"ports.{name}={Take()}")];
}
