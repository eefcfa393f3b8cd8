using System.Net;
using System.Net.Sockets;

namespace OuraTeams.EndToEnd;

/// <summary>Ports that nobody listens on.</summary>
internal static class Ports
{
    private static readonly Lock Lock = new();
    private static readonly HashSet<int> Given = [];

    /// <summary>A free port, never the same one twice.</summary>
    public static int Free()
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
}
