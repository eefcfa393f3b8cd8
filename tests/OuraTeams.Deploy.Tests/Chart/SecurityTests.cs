using System.Text.Json.Nodes;

namespace OuraTeams.Deploy.Tests.Chart;

/// <summary>What the rendered pods may do, and who may speak to them.</summary>
public sealed class SecurityTests
{
    private const string Component = "app.kubernetes.io/component";
    private const string ServerLabel = "ourateams/server";

    public static TheoryData<string> Names => [.. Rendering.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_pod_keeps_to_the_restricted_level_on_a_root_that_nobody_writes(string name)
    {
        IReadOnlyList<JsonNode> pods = Pods(await Rendering.OfAsync(name));
        Assert.NotEmpty(pods);
        foreach (JsonNode pod in pods)
        {
            Assert.True((bool)pod["securityContext"]!["runAsNonRoot"]!);
            Assert.Equal(65532, (int)pod["securityContext"]!["runAsUser"]!);
            Assert.Equal("RuntimeDefault", (string)pod["securityContext"]!["seccompProfile"]!["type"]!);
            Assert.False((bool)pod["automountServiceAccountToken"]!);
            Assert.All(["hostNetwork", "hostPID", "hostIPC", "initContainers"], field => Assert.Null(pod[field]));
            Assert.All(pod["volumes"]?.AsArray() ?? [], volume => Assert.Null(volume!["hostPath"]));
            foreach (JsonNode? container in pod["containers"]!.AsArray())
            {
                JsonNode security = container!["securityContext"]!;
                Assert.False((bool)security["allowPrivilegeEscalation"]!);
                Assert.True((bool)security["readOnlyRootFilesystem"]!);
                Assert.Equal("ALL", (string)Assert.Single(security["capabilities"]!["drop"]!.AsArray())!);
                Assert.Null(security["capabilities"]!["add"]);
                Assert.NotNull(container["resources"]!["limits"]!["memory"]);
                Assert.All(container["ports"]?.AsArray() ?? [], port => Assert.Null(port!["hostPort"]));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task No_secret_is_rendered_and_no_right_is_given(string name)
    {
        Rendering rendering = await Rendering.OfAsync(name);
        Assert.All(["Secret", "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"], kind => Assert.Empty(rendering.All(kind)));
        Assert.All(rendering.All("ServiceAccount"), account => Assert.False((bool)account["automountServiceAccountToken"]!));
        string[] secret = ["Storage__MasterKey", "Storage__KeysRedis", "Access__Token", "REDIS_PASSWORD", "ClientSecret", "ClientId"];
        foreach (JsonNode? variable in Pods(rendering).SelectMany(pod => pod["containers"]!.AsArray()).SelectMany(container => container!["env"]?.AsArray() ?? []))
        {
            if (secret.Any(end => ((string)variable!["name"]!).EndsWith(end, StringComparison.Ordinal)))
            {
                Assert.NotNull(variable!["valueFrom"]!["secretKeyRef"]);
            }
        }
    }

    [Fact]
    public async Task Only_silos_get_the_login_of_the_data_keys()
    {
        IEnumerable<string> with = (await Rendering.OfAsync("enterprise")).All("Deployment")
            .Where(owner => owner["spec"]!["template"]!["spec"]!["containers"]![0]!["env"]!.AsArray().Any(variable => (string)variable!["name"]! == "Storage__KeysRedis"))
            .Select(owner => (string)owner["metadata"]!["labels"]![Component]!);
        Assert.Equal(["silo"], with);
    }

    [Theory]
    [InlineData("cluster")]
    [InlineData("trial")]
    [InlineData("enterprise")]
    public async Task Only_silos_reach_the_port_between_silos_and_only_servers_that_of_their_clients(string name)
    {
        var callers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonNode? rule in (await Rendering.OfAsync(name)).All("NetworkPolicy").SelectMany(policy => policy["spec"]!["ingress"]?.AsArray() ?? []))
        {
            foreach (string port in rule!["ports"]!.AsArray().Select(port => port!["port"]!.ToString()).Intersect(["11111", "30000", "silo", "gateway"]))
            {
                JsonNode from = Assert.Single(rule["from"]!.AsArray())!;
                Assert.Null(from["namespaceSelector"]);
                JsonNode labels = from["podSelector"]!["matchLabels"]!;
                Assert.Equal(Rendering.Release, (string)labels["app.kubernetes.io/instance"]!);
                callers.Add(port, $"{(string?)labels[Component]}{(string?)labels[ServerLabel]}");
            }
        }

        Assert.Equal(new Dictionary<string, string> { ["silo"] = "silo", ["gateway"] = "true" }, callers);
    }

    [Theory]
    [InlineData("club", "53/UDP 53/TCP 443")]
    [InlineData("cluster", "53/UDP 53/TCP 11111 30000 6379 443")]
    [InlineData("enterprise", "53/UDP 53/TCP 11111 30000 6380 26380 4317 443")]
    public async Task Servers_reach_names_silos_Redis_and_Oura_and_nothing_else(string name, string ports)
    {
        JsonObject[] policies = [.. (await Rendering.OfAsync(name)).All("NetworkPolicy").Where(one => one["spec"]!["egress"] is not null)];
        IEnumerable<string> open = policies.SelectMany(policy => policy["spec"]!["egress"]!.AsArray())
            .SelectMany(rule => rule!["ports"]!.AsArray())
            .Select(port => port!["protocol"] is { } protocol ? $"{port["port"]}/{protocol}" : $"{port["port"]}");
        Assert.Equal(ports, string.Join(' ', open));
        Assert.DoesNotContain("gateway", policies[^1]["spec"]!["podSelector"]!["matchExpressions"]![0]!["values"]!.AsArray().Select(value => (string)value!));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_outside_sees_webhooks_and_joining_only(string name)
    {
        Rendering rendering = await Rendering.OfAsync(name);
        IEnumerable<string> paths = rendering.All("Ingress").Where(ingress => ((string)ingress["metadata"]!["name"]!).EndsWith("-http", StringComparison.Ordinal))
            .SelectMany(ingress => ingress["spec"]!["rules"]!.AsArray()).SelectMany(rule => rule!["http"]!["paths"]!.AsArray()).Select(path => (string)path!["path"]!)
            .Concat(rendering.All("HTTPRoute").SelectMany(route => route["spec"]!["rules"]!.AsArray()).SelectMany(rule => rule!["matches"]!.AsArray()).Select(match => (string)match!["path"]!["value"]!));
        Assert.All(paths, path => Assert.Contains(path, (string[])["/webhooks/oura", "/join", "/oauth/callback"]));
    }

    private static List<JsonNode> Pods(Rendering rendering) =>
    [
        .. rendering.All("Pod").Select(pod => pod["spec"]!),
        .. rendering.All("Deployment").Concat(rendering.All("StatefulSet")).Select(owner => owner["spec"]!["template"]!["spec"]!),
    ];
}
