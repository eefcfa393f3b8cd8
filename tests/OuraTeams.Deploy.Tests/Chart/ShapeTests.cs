using System.Text.Json.Nodes;

namespace OuraTeams.Deploy.Tests.Chart;

/// <summary>How the rendered objects fit together.</summary>
public sealed class ShapeTests
{
    public static TheoryData<string> Names => [.. Rendering.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_pod_has_time_for_all_that_happens_before_its_end(string name)
    {
        foreach (JsonNode pod in Workloads(await Rendering.OfAsync(name)).Select(owner => owner["spec"]!["template"]!["spec"]!))
        {
            JsonNode container = pod["containers"]![0]!;
            if (Variable(container, "Cluster__ShutdownTimeout") is { } timeout)
            {
                TimeSpan needed = TimeSpan.FromSeconds((int)container["lifecycle"]!["preStop"]!["sleep"]!["seconds"]!)
                    + TimeSpan.Parse(timeout, null);
                Assert.True((int)pod["terminationGracePeriodSeconds"]! > needed.TotalSeconds);
                Assert.True(TimeSpan.Parse(Variable(container, "Cluster__DrainDelay")!, null) < TimeSpan.Parse(timeout, null));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_selector_finds_the_pods_that_it_is_meant_for(string name)
    {
        Rendering rendering = await Rendering.OfAsync(name);
        IReadOnlyList<JsonNode> pods = [.. Workloads(rendering).Select(owner => owner["spec"]!["template"]!["metadata"]!["labels"]!)];
        Assert.All(rendering.All("Service"), service => Assert.Contains(pods, pod => Matches(pod, service["spec"]!["selector"]!)));
        Assert.All(Workloads(rendering), owner => Assert.Single(pods, pod => Matches(pod, owner["spec"]!["selector"]!["matchLabels"]!)));
        Assert.All(rendering.All("PodDisruptionBudget"), budget => Assert.Single(pods, pod => Matches(pod, budget["spec"]!["selector"]!["matchLabels"]!)));
        Assert.All(rendering.All("NetworkPolicy"), policy => Assert.Contains(pods, pod => Matches(pod, policy["spec"]!["podSelector"]!["matchLabels"]!)));
        Assert.All(rendering.All("ServiceMonitor"), monitor => Assert.Single(rendering.All("Service"), service => Matches(service["metadata"]!["labels"]!, monitor["spec"]!["selector"]!["matchLabels"]!)));
        Assert.All(rendering.All("HorizontalPodAutoscaler"), scaler => Assert.Null(rendering.One("Deployment", (string)scaler["spec"]!["scaleTargetRef"]!["name"]!)["spec"]!["replicas"]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_backend_and_every_named_port_exists(string name)
    {
        Rendering rendering = await Rendering.OfAsync(name);
        foreach (JsonNode? backend in rendering.All("Ingress").SelectMany(ingress => ingress["spec"]!["rules"]!.AsArray()).SelectMany(rule => rule!["http"]!["paths"]!.AsArray()))
        {
            JsonNode service = backend!["backend"]!["service"]!;
            Assert.Contains(rendering.One("Service", (string)service["name"]!)["spec"]!["ports"]!.AsArray(), port => (string)port!["name"]! == (string)service["port"]!["name"]!);
        }

        foreach (JsonNode? backend in rendering.All("HTTPRoute").Concat(rendering.All("GRPCRoute")).SelectMany(route => route["spec"]!["rules"]!.AsArray()).SelectMany(rule => rule!["backendRefs"]!.AsArray()))
        {
            Assert.Contains(rendering.One("Service", (string)backend!["name"]!)["spec"]!["ports"]!.AsArray(), port => (int)port!["port"]! == (int)backend["port"]!);
        }

        foreach (JsonObject service in rendering.All("Service"))
        {
            IEnumerable<JsonObject> behind = Workloads(rendering).Where(owner => Matches(owner["spec"]!["template"]!["metadata"]!["labels"]!, service["spec"]!["selector"]!));
            Assert.All(behind, owner => Assert.All(service["spec"]!["ports"]!.AsArray(), port =>
                Assert.Contains(owner["spec"]!["template"]!["spec"]!["containers"]![0]!["ports"]!.AsArray(), open => (string)open!["name"]! == (string)port!["targetPort"]!)));
        }
    }

    [Fact]
    public async Task Rules_and_dashboards_are_those_of_the_deploy_folder()
    {
        await Repository.HoldsAsync(Path.Combine(Repository.Chart, "files", "rules.yaml"), await File.ReadAllTextAsync(Repository.At("deploy", "prometheus", "rules.yaml")));
        string[] dashboards = [.. Directory.GetFiles(Repository.At("deploy", "grafana"), "*.json").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
        Assert.NotEmpty(dashboards);
        foreach (string dashboard in dashboards)
        {
            await Repository.HoldsAsync(Path.Combine(Repository.Chart, "files", "dashboards", dashboard), await File.ReadAllTextAsync(Repository.At("deploy", "grafana", dashboard)));
        }

        Rendering rendering = await Rendering.OfAsync("cluster", "monitoring.prometheusRule.enabled=true", "monitoring.dashboards.enabled=true");
        Assert.NotEmpty(Assert.Single(rendering.All("PrometheusRule"))["spec"]!["groups"]!.AsArray());
        foreach (string dashboard in dashboards)
        {
            string text = await File.ReadAllTextAsync(Repository.At("deploy", "grafana", dashboard));
            Assert.Contains(rendering.All("ConfigMap"), map => (string?)map["data"]![dashboard] is { } data && data.TrimEnd() == text.TrimEnd());
        }

        Assert.Equal(dashboards, Directory.GetFiles(Path.Combine(Repository.Chart, "files", "dashboards")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Each_alert_leads_to_the_runbook_where_its_readers_find_it()
    {
        const string Place = "https://wiki.example.org/rings";
        Rendering rendering = await Rendering.OfAsync("cluster", "monitoring.prometheusRule.enabled=true", $"monitoring.prometheusRule.runbookUrl={Place}");
        JsonNode[] alerts = [.. Assert.Single(rendering.All("PrometheusRule"))["spec"]!["groups"]!.AsArray()
            .SelectMany(group => group!["rules"]!.AsArray()).Where(rule => rule!["alert"] is not null).Select(rule => rule!)];
        Assert.NotEmpty(alerts);
        Assert.All(alerts, alert => Assert.Equal($"{Place}#{((string)alert["alert"]!).ToLowerInvariant()}", (string)alert["annotations"]!["runbook_url"]!));
    }

    [Fact]
    public async Task Prometheus_knows_the_servers_by_the_job_that_the_alerts_and_the_compose_file_name()
    {
        Rendering rendering = await Rendering.OfAsync("enterprise");
        string label = (string)Assert.Single(rendering.All("ServiceMonitor"))["spec"]!["jobLabel"]!;
        string job = (string)rendering.One("Service", "teams-rings-admin")["metadata"]!["labels"]![label]!;
        Assert.Contains($"job_name: {job}\n", await File.ReadAllTextAsync(Repository.At("deploy", "compose", "prometheus.yaml")), StringComparison.Ordinal);
        Assert.Contains($"up{{job=~\".*{job}.*\"}}", await File.ReadAllTextAsync(Repository.At("deploy", "prometheus", "rules.yaml")), StringComparison.Ordinal);
    }

    private static IEnumerable<JsonObject> Workloads(Rendering rendering) => rendering.All("Deployment").Concat(rendering.All("StatefulSet"));

    private static bool Matches(JsonNode labels, JsonNode selector) =>
        selector.AsObject().All(wanted => (string?)labels[wanted.Key] == (string?)wanted.Value);

    private static string? Variable(JsonNode container, string name) =>
        (string?)container["env"]!.AsArray().FirstOrDefault(variable => (string)variable!["name"]! == name)?["value"];
}
