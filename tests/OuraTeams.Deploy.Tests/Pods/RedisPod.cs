using System.Net.Sockets;
using OuraTeams.Deploy.Tests.Chart;

namespace OuraTeams.Deploy.Tests.Pods;

/// <summary>The real redis-server, started as the chart's trial Redis says, on a free port and a folder of its own.</summary>
internal sealed class RedisPod : IAsyncDisposable
{
    private readonly PodProcess _process;
    private readonly TemporaryFolder _volume;

    private RedisPod(PodProcess process, TemporaryFolder volume, int port)
    {
        _process = process;
        _volume = volume;
        Address = $"{ServerPod.Address}:{port}";
    }

    /// <summary>Where it listens.</summary>
    public string Address { get; }

    public static async Task<RedisPod> StartAsync(Rendering rendering, string name, IReadOnlyDictionary<(string Secret, string Key), string> secrets)
    {
        var container = new PodContainer(rendering.One("StatefulSet", name));
        var volume = new TemporaryFolder();
        int port = FreePorts.Take();
        Dictionary<string, string> environment = container.Environment(ServerPod.Address, secrets);
        IEnumerable<string> arguments = container.ArgumentsWith(environment)
            .Select(argument => argument == "/data" ? volume.Path : argument == $"{container.Port("redis")}" ? $"{port}" : argument);
        var redis = new RedisPod(PodProcess.Start([.. container.Command, .. arguments, "--bind", ServerPod.Address], environment, volume.Path), volume, port);
        await redis._process.WaitAsync("Redis listens", () => ListensAsync(port));
        return redis;
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _volume.Dispose();
    }

    private static async Task<bool> ListensAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(ServerPod.Address, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
