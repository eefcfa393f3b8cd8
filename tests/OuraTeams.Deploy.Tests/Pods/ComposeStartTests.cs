using System.Globalization;
using System.Net;
using OuraTeams.Deploy.Tests.Image;

namespace OuraTeams.Deploy.Tests.Pods;

/// <summary>The services of the compose file start the real programs with the environment and the commands that stand there.</summary>
public sealed class ComposeStartTests
{
    private static readonly HttpClient Http = new();
    private readonly Dictionary<string, string> _places = new(StringComparer.Ordinal)
    {
        ["redis:6379"] = Place(),
        ["localhost:5080"] = Place(),
        ["localhost:5090"] = Place(),
    };

    [Fact]
    public async Task Redis_sandbox_and_platform_start_and_the_platform_subscribes_to_webhooks()
    {
        ComposeFile compose = await ComposeFile.ReadAsync();
        using var folder = new TemporaryFolder();

        string[] redis = [.. compose.List("redis", "command"), "--port", Port("redis:6379"), "--bind", "127.0.0.1", "--dir", folder.Path];
        await using var store = PodProcess.Start(redis, new Dictionary<string, string>(), folder.Path);
        await store.WaitAsync("Redis", () => Task.FromResult(store.Output.Contains("Ready to accept connections", StringComparison.Ordinal)));

        Dictionary<string, string> ouraSettings = Environment(compose, "sandbox");
        ouraSettings["Sandbox__Url"] = ouraSettings["Sandbox__Url"].Replace("0.0.0.0:5090", _places["localhost:5090"], StringComparison.Ordinal);
        ouraSettings["Sandbox__StateFolder"] = folder.At("sandbox");
        await using var oura = PodProcess.Start(
            [.. compose.List("sandbox", "entrypoint").Select(part => part.EndsWith(".dll", StringComparison.Ordinal) ? Path.Combine(AppContext.BaseDirectory, part) : part)],
            ouraSettings,
            folder.Path);
        await oura.WaitAsync("the sandbox", () => AnswersAsync(_places["localhost:5090"], ""));

        Dictionary<string, string> settings = Environment(compose, "platform");
        settings["Listen__HttpPort"] = Port("localhost:5080");
        foreach (string port in (string[])["GrpcPort", "AdminPort", "SiloPort", "GatewayPort"])
        {
            settings[$"Listen__{port}"] = FreePorts.Take().ToString(CultureInfo.InvariantCulture);
        }

        await using var platform = PodProcess.Start(["dotnet", Path.Combine(AppContext.BaseDirectory, "OuraTeams.Server.dll")], settings, folder.Path);
        await platform.WaitAsync("the platform", () => AnswersAsync(_places["localhost:5080"], "/health/ready"));
        await platform.WaitAsync("subscriptions", () => Task.FromResult(platform.Output.Contains("webhook subscriptions stand", StringComparison.Ordinal)));
        Assert.Equal(0, await platform.TerminateAsync(TimeSpan.FromSeconds(150)));
    }

    private static string Place() => $"127.0.0.1:{FreePorts.Take()}";

    private static async Task<bool> AnswersAsync(string place, string path)
    {
        try
        {
            using HttpResponseMessage answer = await Http.GetAsync(new Uri($"http://{place}/{path.TrimStart('/')}"));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private string Port(string host) => _places[host].Split(':')[1];

    private Dictionary<string, string> Environment(ComposeFile compose, string service) => compose.Environment(service).ToDictionary(
        variable => variable.Key,
        variable => _places.Aggregate(variable.Value, (text, place) => text.Replace(place.Key, place.Value, StringComparison.Ordinal)),
        StringComparer.Ordinal);
}
