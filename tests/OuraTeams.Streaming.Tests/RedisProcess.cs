using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace OuraTeams.Streaming.Tests;

/// <summary>A real redis-server or valkey-server of its own, on a free port, with an append only file in a folder of its own.</summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ourateams-redis-");
    private readonly RedisProgram _program;
    private string[] _arguments = [];
    private Process? _process;

    private RedisProcess(RedisProgram program) => _program = program;

    public int Port { get; private set; }

    public string Folder => _folder.FullName;

    private string Log => Path.Combine(Folder, "redis.log");

    /// <summary>For StackExchange.Redis, with times short enough for tests in which Redis is away.</summary>
    public string Connection => $"127.0.0.1:{Port},connectTimeout=1000,asyncTimeout=2000";

    /// <summary>For StackExchange.Redis, with times long enough for a busy machine.</summary>
    public string PatientConnection => $"127.0.0.1:{Port},connectTimeout=30000,asyncTimeout=30000,syncTimeout=30000";

    public static Task<RedisProcess> StartAsync(params string[] arguments) => StartAsync(RedisProgram.Redis, arguments);

    public static async Task<RedisProcess> StartAsync(RedisProgram program, params string[] arguments)
    {
        var redis = new RedisProcess(program) { Port = Ports.Free() };
        redis._arguments = ["--port", $"{redis.Port}", "--bind", "127.0.0.1", "--dir", redis.Folder, "--save", "", "--appendonly", "yes", "--logfile", redis.Log, "--daemonize", "no", .. arguments];
        return await BeginAsync(redis);
    }

    /// <summary>Starts a Sentinel with the settings of its file.</summary>
    public static async Task<RedisProcess> StartSentinelAsync(RedisProgram program, params string[] settings)
    {
        var sentinel = new RedisProcess(program) { Port = Ports.Free() };
        string file = Path.Combine(sentinel.Folder, "sentinel.conf");
        await File.WriteAllLinesAsync(file, [$"port {sentinel.Port}", "bind 127.0.0.1", $"dir {sentinel.Folder}", $"logfile {sentinel.Log}", .. settings]);
        sentinel._arguments = [file, "--sentinel"];
        return await BeginAsync(sentinel);
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
        _process = Process.Start(new ProcessStartInfo(_program.Path, _arguments))!;
        await Eventually.IsTrueAsync(() => _process.HasExited
            ? throw new InvalidOperationException($"{_program.Name} ended: {File.ReadAllText(Log)}")
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

    public async Task<ConnectionMultiplexer> ConnectAsync() => await ConnectionMultiplexer.ConnectAsync(PatientConnection + ",allowAdmin=true");

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }

        _process?.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>Starts it for the first time; one that never answers is not left behind.</summary>
    private static async Task<RedisProcess> BeginAsync(RedisProcess redis)
    {
        try
        {
            await redis.StartAgainAsync();
            return redis;
        }
        catch
        {
            await redis.DisposeAsync();
            throw;
        }
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
        catch (Exception error) when (error is SocketException or IOException)
        {
            return false;
        }
    }
}
