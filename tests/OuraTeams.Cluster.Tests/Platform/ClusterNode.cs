using OuraTeams.Server.Host.Settings;

namespace OuraTeams.Cluster.Tests;

/// <summary>One process of a cluster under test; it may be ended and started again, with the same settings and ports.</summary>
internal sealed class ClusterNode(string name, ClusterRole role, ServerSettings settings, NodePlace? place = null) : IAsyncDisposable
{
    private ServerProcess? _process;
    private string _earlier = "";

    public string Name => name;

    public ClusterRole Role => role;

    public ServerSettings Settings => settings;

    /// <summary>Folder of the build that it is started from.</summary>
    public string Build { get; set; } = AppContext.BaseDirectory;

    public ServerProcess Process => _process ?? throw new InvalidOperationException($"{name} was not started.");

    /// <summary>What it printed, over all its starts.</summary>
    public string Output => _earlier + _process?.Output;

    /// <summary>Begins to start it.</summary>
    public void Start()
    {
        _earlier = Output + "\n";
        _process = ServerProcess.StartOf(Build, place?.Launcher ?? [], settings.Values);
    }

    /// <summary>Waits until it is ready for calls.</summary>
    public Task ReadyAsync() => Process.ReadyAsync(settings.Http);

    /// <summary>Starts it and waits until it is ready for calls.</summary>
    public Task StartAsync()
    {
        Start();
        return ReadyAsync();
    }

    /// <summary>Waits until it has printed a text: what it says comes a little later than what it does.</summary>
    public Task SaysAsync(string text) => Eventually.HoldsAsync(() => Task.FromResult(Output.Contains(text, StringComparison.Ordinal)), $"{name} says: {text}");

    /// <summary>SIGTERM, and waits for its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        await Process.SignalAsync("TERM");
        return await Process.WaitAsync();
    }

    /// <summary>SIGKILL.</summary>
    public Task KillAsync() => Process.KillAsync();

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }
}
