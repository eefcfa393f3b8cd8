using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace OuraTeams.Streaming.Tests;

/// <summary>A real redis-server of its own, on a free port, with an append only file in a folder of its own.</summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ourateams-redis-");
    private readonly string[] _arguments;
    private Process? _process;

    private RedisProcess(string[] arguments) => _arguments = arguments;

    public int Port { get; private set; }

    public string Folder => _folder.FullName;

    /// <summary>For StackExchange.Redis, with times short enough for a test.</summary>
    public string Connection => $"127.0.0.1:{Port},connectTimeout=1000,asyncTimeout=2000";

    public static async Task<RedisProcess> StartAsync(params string[] arguments)
    {
        var redis = new RedisProcess(arguments) { Port = FreePort() };
        await redis.StartAgainAsync();
        return redis;
    }

    /// <summary>Starts a Sentinel that watches one primary.</summary>
    public static async Task<RedisProcess> StartSentinelAsync(string service, int primary)
    {
        var sentinel = new RedisProcess([]) { Port = FreePort() };
        string settings = Path.Combine(sentinel.Folder, "sentinel.conf");
        await File.WriteAllTextAsync(
            settings,
            $"port {sentinel.Port}\nbind 127.0.0.1\ndir {sentinel.Folder}\nlogfile {sentinel.Folder}/redis.log\nsentinel monitor {service} 127.0.0.1 {primary} 1\nsentinel down-after-milliseconds {service} 2000\n");
        await sentinel.StartAsync(Process.Start(new ProcessStartInfo("redis-server", [settings, "--sentinel"]))!);
        return sentinel;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Runs a program to its end and gives what it wrote.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string written = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? written : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {written}");
    }

    /// <summary>Starts it with the data that it had.</summary>
    public async Task StartAgainAsync()
    {
        string[] own = ["--port", $"{Port}", "--bind", "127.0.0.1", "--dir", Folder, "--save", "", "--appendonly", "yes", "--logfile", Path.Combine(Folder, "redis.log"), "--daemonize", "no"];
        await StartAsync(Process.Start(new ProcessStartInfo("redis-server", [.. own, .. _arguments]))!);
    }

    private async Task StartAsync(Process process)
    {
        _process = process;
        await Eventually.IsTrueAsync(() => _process.HasExited
            ? throw new InvalidOperationException($"redis-server ended: {File.ReadAllText(Path.Combine(Folder, "redis.log"))}")
            : AnswersAsync());
    }

    /// <summary>Has it end in order.</summary>
    public async Task StopAsync()
    {
        await SignalAsync("TERM");
        await _process!.WaitForExitAsync();
    }

    /// <summary>Ends it at once.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Sends it a signal: STOP, CONT, TERM.</summary>
    public Task SignalAsync(string signal) => RunAsync("kill", $"-{signal}", $"{_process!.Id}");

    public async Task<ConnectionMultiplexer> ConnectAsync() => await ConnectionMultiplexer.ConnectAsync(Connection + ",allowAdmin=true");

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }

        _process?.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            await client.GetStream().WriteAsync("PING\r\n"u8.ToArray());
            byte[] answer = new byte[64];
            int length = await client.GetStream().ReadAsync(answer);
            string text = System.Text.Encoding.ASCII.GetString(answer, 0, length);
            return text.StartsWith("+PONG", StringComparison.Ordinal) || text.StartsWith("-NOAUTH", StringComparison.Ordinal);
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
