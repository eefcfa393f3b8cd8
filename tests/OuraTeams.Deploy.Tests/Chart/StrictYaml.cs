using k8s;
using YamlDotNet.Core;

namespace OuraTeams.Deploy.Tests.Chart;

/// <summary>Reads manifests into the types of Kubernetes' client: a field that a type doesn't have, or a value that doesn't fit, is a fault.</summary>
internal static class StrictYaml
{
    private static readonly Dictionary<string, Type> CustomTypes = new(StringComparer.Ordinal)
    {
        ["monitoring.coreos.com/v1/ServiceMonitor"] = typeof(CustomResource<ServiceMonitorSpec>),
        ["monitoring.coreos.com/v1/PrometheusRule"] = typeof(CustomResource<PrometheusRuleSpec>),
        ["gateway.networking.k8s.io/v1/HTTPRoute"] = typeof(CustomResource<RouteSpec>),
        ["gateway.networking.k8s.io/v1/GRPCRoute"] = typeof(CustomResource<RouteSpec>),
    };

    /// <summary>The faults, in the words of the reader; it stops at the first.</summary>
    public static IReadOnlyList<string> Faults(string yaml, out int objects)
    {
        try
        {
            objects = KubernetesYaml.LoadAllFromString(yaml, CustomTypes, strict: true).Count;
            return [];
        }
        catch (YamlException fault)
        {
            objects = 0;
            return [$"line {fault.Start.Line}: {fault.Message} {fault.InnerException?.Message}"];
        }
    }
}
