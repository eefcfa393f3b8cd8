using k8s.Models;

namespace OuraTeams.Deploy.Tests.Chart;

/// <summary>An object of a kind that is not Kubernetes' own, with the fields that the chart uses.</summary>
internal sealed class CustomResource<T>
{
    public string? ApiVersion { get; set; }

    public string? Kind { get; set; }

    public V1ObjectMeta? Metadata { get; set; }

    public T? Spec { get; set; }
}

/// <summary>Of the Prometheus operator, <c>monitoring.coreos.com/v1</c>.</summary>
internal sealed class ServiceMonitorSpec
{
    public V1LabelSelector? Selector { get; set; }

    public string? JobLabel { get; set; }

    public IList<string>? PodTargetLabels { get; set; }

    public IList<MonitorEndpoint>? Endpoints { get; set; }

    internal sealed class MonitorEndpoint
    {
        public string? Port { get; set; }

        public string? Path { get; set; }

        public string? Interval { get; set; }
    }
}

/// <summary>Of the Prometheus operator, <c>monitoring.coreos.com/v1</c>.</summary>
internal sealed class PrometheusRuleSpec
{
    public IList<RuleGroup>? Groups { get; set; }

    internal sealed class RuleGroup
    {
        public string? Name { get; set; }

        public string? Interval { get; set; }

        public IList<Rule>? Rules { get; set; }
    }

    internal sealed class Rule
    {
        public string? Alert { get; set; }

        public string? Record { get; set; }

        public string? Expr { get; set; }

        public string? For { get; set; }

        public string? KeepFiringFor { get; set; }

        public IDictionary<string, string>? Labels { get; set; }

        public IDictionary<string, string>? Annotations { get; set; }
    }
}

/// <summary>Of the Gateway API, <c>gateway.networking.k8s.io/v1</c>.</summary>
internal sealed class RouteSpec
{
    public IList<ParentReference>? ParentRefs { get; set; }

    public IList<string>? Hostnames { get; set; }

    public IList<RouteRule>? Rules { get; set; }

    internal sealed class ParentReference
    {
        public string? Group { get; set; }

        public string? Kind { get; set; }

        public string? Name { get; set; }

        public string? Namespace { get; set; }

        public string? SectionName { get; set; }

        public int? Port { get; set; }
    }

    internal sealed class RouteRule
    {
        public IList<RouteMatch>? Matches { get; set; }

        public IList<BackendReference>? BackendRefs { get; set; }
    }

    internal sealed class RouteMatch
    {
        public PathMatch? Path { get; set; }
    }

    internal sealed class PathMatch
    {
        public string? Type { get; set; }

        public string? Value { get; set; }
    }

    internal sealed class BackendReference
    {
        public string? Name { get; set; }

        public int? Port { get; set; }
    }
}
