using System.Net;
using System.Net.Sockets;

namespace OuraTeams.Cluster.Tests;

/// <summary>
/// What a Service of Kubernetes does: one address before several, each connection to the next one that takes it. It knows of no
/// health and no HTTP.
/// </summary>
internal sealed class Balancer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri[] _backends;
    private readonly Task _accepting;
    private int _next;

    public Balancer(IEnumerable<Uri> backends)
    {
        _backends = [.. backends];
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ForwardAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private async Task ForwardAsync(TcpClient client)
    {
        using (client)
        {
            using TcpClient? backend = await ConnectAsync();
            if (backend is null)
            {
                return;
            }

            NetworkStream here = client.GetStream();
            NetworkStream there = backend.GetStream();
            await Task.WhenAny(PumpAsync(here, there), PumpAsync(there, here));
        }
    }

    private async Task<TcpClient?> ConnectAsync()
    {
        for (int attempt = 0; attempt < _backends.Length; attempt++)
        {
            var backend = new TcpClient { NoDelay = true };
            try
            {
                Uri next = _backends[(uint)Interlocked.Increment(ref _next) % _backends.Length];
                await backend.ConnectAsync(IPAddress.Parse(next.Host), next.Port, _stop.Token);
                return backend;
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException)
            {
                backend.Dispose();
            }
        }

        return null;
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to)
    {
        try
        {
            await from.CopyToAsync(to, _stop.Token);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Either side went away.
        }
    }
}
