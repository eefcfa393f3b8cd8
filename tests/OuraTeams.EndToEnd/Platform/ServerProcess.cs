using System.Collections.Concurrent;
using System.Diagnostics;

namespace OuraTeams.EndToEnd;

/// <summary>The real server, as a process of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private ServerProcess(Process process) => _process = process;

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>What it printed so far.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Starts it with settings as environment variables.</summary>
    public static ServerProcess Start(IReadOnlyDictionary<string, string?> settings, params IEnumerable<string> arguments) =>
        StartBy([], settings, arguments);

    /// <summary>Starts it by another program, which becomes it.</summary>
    public static ServerProcess StartBy(IReadOnlyList<string> launcher, IReadOnlyDictionary<string, string?> settings, params IEnumerable<string> arguments) =>
        StartOf(AppContext.BaseDirectory, launcher, settings, arguments);

    /// <summary>Starts the server of a build, by the folder it is in.</summary>
    public static ServerProcess StartOf(string build, IReadOnlyList<string> launcher, IReadOnlyDictionary<string, string?> settings, params IEnumerable<string> arguments) =>
        StartProgram(Path.Combine(build, "OuraTeams.Server.dll"), launcher, settings, arguments);

    /// <summary>Starts the demo.</summary>
    public static ServerProcess StartDemo(IReadOnlyDictionary<string, string?> settings) =>
        StartProgram(Path.Combine(AppContext.BaseDirectory, "OuraTeams.Demo.dll"), [], settings, []);

    private static ServerProcess StartProgram(string program, IReadOnlyList<string> launcher, IReadOnlyDictionary<string, string?> settings, IEnumerable<string> arguments)
    {
        string[] command = [.. launcher, "dotnet", program, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };

        foreach ((string key, string? value) in settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var process = new Process { StartInfo = start };
        var server = new ServerProcess(process);
        process.OutputDataReceived += (_, line) => server.Take(line.Data);
        process.ErrorDataReceived += (_, line) => server.Take(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return server;
    }

    /// <summary>Waits until it is ready for calls.</summary>
    public async Task ReadyAsync(Uri http)
    {
        using var client = new HttpClient();
        await Eventually.HoldsAsync(
            async () =>
            {
                if (_process.HasExited)
                {
                    throw new InvalidOperationException($"The server ended with {_process.ExitCode}: {Output}");
                }

                try
                {
                    using HttpResponseMessage answer = await client.GetAsync(new Uri(http, "/health/ready"));
                    return answer.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "the server is ready");
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Sends it a signal: TERM, STOP, CONT.</summary>
    public async Task SignalAsync(string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>SIGINT, as Ctrl-C.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> InterruptAsync()
    {
        await SignalAsync("INT");
        return await WaitAsync();
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is not null)
        {
            _output.Enqueue(line);
        }
    }
}
