using System.Text.Json.Nodes;

namespace OuraTeams.Deploy.Tests.Pods;

/// <summary>The container of a rendered pod, read as a kubelet reads it.</summary>
internal sealed class PodContainer
{
    private readonly JsonNode _pod;
    private readonly JsonNode _container;

    public PodContainer(JsonNode owner)
    {
        Name = $"{owner["metadata"]!["name"]}-0";
        _pod = owner["spec"]!["template"]!["spec"]!;
        _container = Assert.Single(_pod["containers"]!.AsArray())!;
    }

    /// <summary>Name of the pod.</summary>
    public string Name { get; }

    /// <summary>What replaces the image's entry point; empty for none.</summary>
    public IReadOnlyList<string> Command => Texts(_container["command"]);

    public TimeSpan GracePeriod => TimeSpan.FromSeconds((int)_pod["terminationGracePeriodSeconds"]!);

    public IReadOnlyList<string> ArgumentsWith(IReadOnlyDictionary<string, string> environment) =>
        [.. Texts(_container["args"]).Select(argument => Expand(argument, environment))];

    /// <summary>Where volumes are mounted.</summary>
    public IEnumerable<string> MountPaths => _container["volumeMounts"]!.AsArray().Select(mount => (string)mount!["mountPath"]!);

    /// <summary>The number of a named port.</summary>
    public int Port(string name) => (int)_container["ports"]!.AsArray().Single(port => (string)port!["name"]! == name)!["containerPort"]!;

    /// <summary>Where a probe asks.</summary>
    /// <param name="probe"><c>startupProbe</c>, <c>livenessProbe</c> or <c>readinessProbe</c>.</param>
    /// <param name="address">The pod's address.</param>
    public Uri Probe(string probe, string address)
    {
        JsonNode get = _container[probe]!["httpGet"]!;
        return new Uri($"http://{address}:{Port((string)get["port"]!)}{get["path"]}");
    }

    /// <summary>The environment.</summary>
    /// <param name="address">The pod's address.</param>
    /// <param name="secrets">The Secrets that exist, by name and key. Another one fails, as it would keep a pod from starting.</param>
    public Dictionary<string, string> Environment(string address, IReadOnlyDictionary<(string Secret, string Key), string> secrets)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonNode? variable in _container["env"]!.AsArray())
        {
            environment[(string)variable!["name"]!] = variable["valueFrom"] switch
            {
                null => Expand((string?)variable["value"] ?? "", environment),
                { } from when from["secretKeyRef"] is { } secret => secrets[((string)secret["name"]!, (string)secret["key"]!)],
                { } from => Field((string)from["fieldRef"]!["fieldPath"]!, address),
            };
        }

        return environment;
    }

    private static string[] Texts(JsonNode? list) => [.. (list?.AsArray() ?? []).Select(text => (string)text!)];

    private static string Expand(string text, IReadOnlyDictionary<string, string> earlier) =>
        earlier.Aggregate(text, (expanded, variable) => expanded.Replace($"$({variable.Key})", variable.Value, StringComparison.Ordinal));

    private string Field(string path, string address) => path switch
    {
        "metadata.name" => Name,
        "metadata.namespace" => Chart.Rendering.Namespace,
        "status.podIP" => address,
        _ => throw new InvalidOperationException($"No such field: {path}."),
    };
}
