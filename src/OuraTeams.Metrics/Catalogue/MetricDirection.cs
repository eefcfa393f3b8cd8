namespace OuraTeams.Metrics.Catalogue;

/// <summary>Which way a metric is better.</summary>
public enum MetricDirection
{
    /// <summary>Neither.</summary>
    Neither,

    /// <summary>More is better.</summary>
    Higher,

    /// <summary>Less is better.</summary>
    Lower,
}
