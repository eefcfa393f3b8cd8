using System.Net;
using System.Net.Sockets;

namespace OuraTeams.EndToEnd;

/// <summary>
/// Ports that nobody listens on, and that nobody is given before they are used: they lie below those that Linux gives to
/// connections and to who listens on any port (32768 and more). A connection that looks there whether somebody listens yet
/// could otherwise be given the very port that it looks for.
/// </summary>
internal static class Ports
{
    private const int First = 12_000;
    private const int Count = 17_000;

    /// <summary>Each test process begins elsewhere: several run at once.</summary>
    private static int _given = Random.Shared.Next(Count);

    /// <summary>A free port, never the same one twice.</summary>
    public static int Free()
    {
        while (true)
        {
            int port = First + (int)((uint)Interlocked.Increment(ref _given) % Count);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException taken) when (taken.SocketErrorCode is SocketError.AddressAlreadyInUse)
            {
                // The next one.
            }
        }
    }
}
