using OuraTeams.Deploy.Tests.Chart;
using OuraTeams.Sandbox;

namespace OuraTeams.Deploy.Tests.Pods;

/// <summary>What the chart renders starts the real server, which is healthy, finds its cluster and Oura, and ends in time.</summary>
public sealed class StartTests : IAsyncLifetime
{
    private const string Subscribed = "webhook subscriptions stand";
    private static readonly Dictionary<(string, string), string> Secrets = new()
    {
        [("ourateams", "master-key")] = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)),
        [("ourateams", "access-token")] = Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16)),
        [("ourateams", "redis-password")] = Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16)),
        [("oura-app", "client-id")] = "sandbox-client",
        [("oura-app", "client-secret")] = "sandbox-secret",
    };

    private OuraSandbox _oura = null!;

    public async ValueTask InitializeAsync() =>
        _oura = await OuraSandbox.StartAsync(new SandboxOptions { Url = "http://127.0.0.1:0", Members = 1, HistoryDays = 2 });

    public ValueTask DisposeAsync() => _oura.DisposeAsync();

    [Fact]
    public async Task The_pod_of_a_club_is_healthy_subscribes_to_webhooks_and_ends_on_SIGTERM()
    {
        string[] ports = FreePorts.AsValues();
        Rendering rendering = await RenderAsync("club", ports, ports);
        await using var pod = ServerPod.Start(rendering, "StatefulSet", "teams-ourateams", Secrets);
        await pod.HealthyAsync();
        await pod.ServesGrpcAsync();
        await pod.WaitAsync("subscriptions", () => pod.Output.Contains(Subscribed, StringComparison.Ordinal));
        await pod.TerminatesAsync();
    }

    [Fact]
    public async Task The_pods_of_a_trial_find_each_other_over_its_Redis_subscribe_to_webhooks_and_end_on_SIGTERM()
    {
        (Rendering silos, Rendering intakes, Rendering gateways) = await RenderClusterAsync("trial");
        await using RedisPod redis = await RedisPod.StartAsync(silos, "teams-ourateams-redis", Secrets);
        (string, string) host = ("teams-ourateams-redis:6379", redis.Address);

        await using var silo = ServerPod.Start(silos, "Deployment", "teams-ourateams-silo", Secrets, host);
        await using var intake = ServerPod.Start(intakes, "Deployment", "teams-ourateams-intake", Secrets, host);
        await using var gateway = ServerPod.Start(gateways, "Deployment", "teams-ourateams-gateway", Secrets, host);
        await ServeAsync(silo, intake, gateway);

        // What the autoscaler of the silos looks at is measured.
        Rendering everything = await Rendering.OfAsync("enterprise");
        string lag = (string)everything.One("HorizontalPodAutoscaler", "teams-rings-silo")["spec"]!["metrics"]!.AsArray().Single(metric => metric!["external"] is not null)!["external"]!["metric"]!["name"]!;
        await silo.MeasuresAsync(everything, lag);
        await EndAsync(silo, intake, gateway);
    }

    [Fact]
    public async Task The_pods_of_a_cluster_find_each_other_over_the_Redis_of_a_Secret_subscribe_to_webhooks_and_end_on_SIGTERM()
    {
        await using RedisProcess redis = await RedisProcess.StartAsync("--requirepass", "of-the-secret");
        var secrets = new Dictionary<(string, string), string>(Secrets) { [("ourateams", "redis")] = $"{redis.PatientConnection},password=of-the-secret" };
        (Rendering silos, Rendering intakes, Rendering gateways) = await RenderClusterAsync("cluster");

        await using var silo = ServerPod.Start(silos, "Deployment", "teams-ourateams-silo", secrets);
        await using var intake = ServerPod.Start(intakes, "Deployment", "teams-ourateams-intake", secrets);
        await using var gateway = ServerPod.Start(gateways, "Deployment", "teams-ourateams-gateway", secrets);
        await ServeAsync(silo, intake, gateway);
        await EndAsync(silo, intake, gateway);
    }

    private static async Task ServeAsync(ServerPod silo, ServerPod intake, ServerPod gateway)
    {
        await silo.HealthyAsync();
        await intake.HealthyAsync();
        await gateway.HealthyAsync();
        await gateway.ServesGrpcAsync();

        // The silo asks Oura for subscriptions, Oura asks intake whether it wants them.
        await silo.WaitAsync("subscriptions", () => silo.Output.Contains(Subscribed, StringComparison.Ordinal));
    }

    private static async Task EndAsync(ServerPod silo, ServerPod intake, ServerPod gateway)
    {
        await gateway.TerminatesAsync();
        await intake.TerminatesAsync();
        await silo.TerminatesAsync();
    }

    /// <summary>Pods have addresses of their own; here they share one, so each has ports of its own.</summary>
    private async Task<(Rendering Silos, Rendering Intakes, Rendering Gateways)> RenderClusterAsync(string values)
    {
        string[] intakePorts = FreePorts.AsValues();
        return (
            await RenderAsync(values, FreePorts.AsValues(), intakePorts),
            await RenderAsync(values, intakePorts, intakePorts),
            await RenderAsync(values, FreePorts.AsValues(), intakePorts));
    }

    private Task<Rendering> RenderAsync(string values, string[] ports, string[] publicPorts) => Rendering.OfAsync(
        values,
        [
            .. ports,
            $"webhooks.publicUrl=http://{ServerPod.Address}:{publicPorts[0].Split('=')[1]}",
            "shutdown.drainSeconds=1",
            "oura.apps.main.existingSecret=oura-app",
            $"oura.apps.main.apiUrl={_oura.Address}",
            $"oura.apps.main.authorizeUrl={new Uri(_oura.Address, "/oauth/authorize")}",
            $"oura.apps.main.tokenUrl={new Uri(_oura.Address, "/oauth/token")}",
            $"oura.apps.main.revokeUrl={new Uri(_oura.Address, "/oauth/revoke")}",
        ]);
}
