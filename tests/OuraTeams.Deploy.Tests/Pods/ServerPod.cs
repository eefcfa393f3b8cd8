using System.Net;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using OuraTeams.Deploy.Tests.Chart;

namespace OuraTeams.Deploy.Tests.Pods;

/// <summary>The real server, started as a rendered pod says: environment, arguments, ports and probes are the chart's.</summary>
internal sealed class ServerPod : IAsyncDisposable
{
    /// <summary>Address of every pod.</summary>
    public const string Address = "127.0.0.1";

    private static readonly HttpClient Http = new();
    private readonly PodContainer _container;
    private readonly PodProcess _process;
    private readonly TemporaryFolder _volumes;

    private ServerPod(PodContainer container, PodProcess process, TemporaryFolder volumes)
    {
        _container = container;
        _process = process;
        _volumes = volumes;
    }

    /// <summary>What it printed so far.</summary>
    public string Output => _process.Output;

    /// <summary>Starts it.</summary>
    /// <param name="rendering">The rendered chart.</param>
    /// <param name="kind">Kind of what owns the pod.</param>
    /// <param name="name">Name of what owns the pod.</param>
    /// <param name="secrets">The Secrets that exist.</param>
    /// <param name="hosts">What the names of services lead to.</param>
    public static ServerPod Start(
        Rendering rendering, string kind, string name, IReadOnlyDictionary<(string Secret, string Key), string> secrets, params (string Service, string Address)[] hosts)
    {
        var container = new PodContainer(rendering.One(kind, name));
        var volumes = new TemporaryFolder();
        Dictionary<string, string> environment = container.Environment(Address, secrets);
        foreach (string variable in environment.Keys.ToArray())
        {
            string value = hosts.Aggregate(environment[variable], (text, host) => text.Replace(host.Service, host.Address, StringComparison.Ordinal));
            environment[variable] = container.MountPaths.Any(path => value == path) ? volumes.At(value.TrimStart('/')) : value;
        }

        IReadOnlyList<string> entryPoint = container.Command.Count > 0 ? container.Command : ["dotnet", Path.Combine(AppContext.BaseDirectory, "OuraTeams.Server.dll")];
        return new ServerPod(container, PodProcess.Start([.. entryPoint, .. container.ArgumentsWith(environment)], environment, volumes.Path), volumes);
    }

    /// <summary>Waits until a probe succeeds.</summary>
    public Task SucceedsAsync(string probe) => _process.WaitAsync($"{_container.Name}: {probe}", () => OkAsync(_container.Probe(probe, Address)));

    /// <summary>Waits until every probe succeeds, in the order of a kubelet.</summary>
    public async Task HealthyAsync()
    {
        await SucceedsAsync("startupProbe");
        await SucceedsAsync("livenessProbe");
        await SucceedsAsync("readinessProbe");
    }

    /// <summary>Waits until gRPC's own health says so, too.</summary>
    public async Task ServesGrpcAsync()
    {
        using var channel = GrpcChannel.ForAddress($"http://{Address}:{_container.Port("grpc")}");
        var health = new Health.HealthClient(channel);
        await _process.WaitAsync($"{_container.Name}: gRPC health", async () =>
        {
            try
            {
                return (await health.CheckAsync(new HealthCheckRequest())).Status == HealthCheckResponse.Types.ServingStatus.Serving;
            }
            catch (RpcException notYet) when (notYet.StatusCode == StatusCode.Unavailable)
            {
                return false;
            }
        });
    }

    /// <summary>Waits until what Prometheus reads, where the ServiceMonitor says, has a metric.</summary>
    public async Task MeasuresAsync(Rendering rendering, string metric)
    {
        var endpoint = Assert.Single(Assert.Single(rendering.All("ServiceMonitor"))["spec"]!["endpoints"]!.AsArray())!;
        var address = new Uri($"http://{Address}:{_container.Port((string)endpoint["port"]!)}{endpoint["path"]}");
        await _process.WaitAsync($"{_container.Name}: {metric}", async () => (await Http.GetStringAsync(address)).Contains($"\n{metric}{{", StringComparison.Ordinal));
    }

    /// <summary>Waits for a condition while it runs.</summary>
    public Task WaitAsync(string what, Func<bool> condition) => _process.WaitAsync(what, () => Task.FromResult(condition()));

    /// <summary>Ends it as a kubelet does; it must come to its end by itself, in order and in time.</summary>
    public async Task TerminatesAsync()
    {
        int code = await _process.TerminateAsync(_container.GracePeriod);
        Assert.True(code == 0, $"{_container.Name} ended with {code}: {Output}");
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _volumes.Dispose();
    }

    private static async Task<bool> OkAsync(Uri address)
    {
        try
        {
            using HttpResponseMessage answer = await Http.GetAsync(address);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
