namespace OuraTeams.Metrics.Catalogue;

/// <summary>Values as they are stored: whole steps of the metric's resolution.</summary>
public static class MetricValue
{
    /// <summary>Stands for no value. Missing is never zero.</summary>
    public const int Missing = int.MinValue;
}
