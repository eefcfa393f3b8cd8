using System.Net;
using System.Net.Sockets;

namespace OuraTeams.Deploy.Tests.Pods;

/// <summary>Ports that nobody listens on, never the same one twice.</summary>
internal static class FreePorts
{
    private static readonly Lock Lock = new();
    private static readonly HashSet<int> Given = [];

    public static int Take()
    {
        lock (Lock)
        {
            while (true)
            {
                using var listener = new TcpListener(IPAddress.Loopback, 0);
                listener.Start();
                int port = ((IPEndPoint)listener.LocalEndpoint).Port;
                if (Given.Add(port))
                {
                    return port;
                }
            }
        }
    }

    /// <summary>Values that give each of a chart's ports a free number.</summary>
    public static string[] AsValues() => [.. new[] { "http", "grpc", "admin", "silo", "gateway" }.Select(name => $"ports.{name}={Take()}")];
}
