using System.Collections.Concurrent;
using System.Diagnostics;

namespace OuraTeams.Deploy.Tests.Pods;

/// <summary>A program with the arguments and the environment of a pod, and nothing else of this process'.</summary>
internal sealed class PodProcess : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private PodProcess(Process process) => _process = process;

    /// <summary>What it printed so far.</summary>
    public string Output => string.Join('\n', _output);

    public static PodProcess Start(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, string folder)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (string name in start.Environment.Keys.Where(name => name is not ("PATH" or "DOTNET_ROOT")).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        var pod = new PodProcess(new Process { StartInfo = start });
        pod._process.OutputDataReceived += (_, line) => pod._output.Enqueue(line.Data ?? "");
        pod._process.ErrorDataReceived += (_, line) => pod._output.Enqueue(line.Data ?? "");
        pod._process.Start();
        pod._process.BeginOutputReadLine();
        pod._process.BeginErrorReadLine();
        return pod;
    }

    /// <summary>Waits for a condition; fails at once when the program ends.</summary>
    public async Task WaitAsync(string what, Func<Task<bool>> condition)
    {
        long begin = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.False(_process.HasExited, $"Ended before {what}: {Output}");
            Assert.True(TimeProvider.System.GetElapsedTime(begin) < TimeSpan.FromMinutes(4), $"Not in time: {what}. {Output}");
            await Task.Delay(Pause);
        }
    }

    /// <summary>SIGTERM, as a kubelet sends it.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> TerminateAsync(TimeSpan gracePeriod)
    {
        (await Tool.RunAsync("kill", ["-TERM", $"{_process.Id}"])).Succeeded();
        using var limit = new CancellationTokenSource(gracePeriod);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
