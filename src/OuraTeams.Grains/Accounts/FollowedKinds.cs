using OuraTeams.Metrics;
using OuraTeams.Oura;

namespace OuraTeams.Grains;

/// <summary>The kinds of documents that metrics are made of: these we read and subscribe to.</summary>
internal static class FollowedKinds
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<DocumentKind> All { get; } = [.. DocumentKind.All.Where(kind => MetricCatalogue.ByDocumentKind.Contains(kind.Name))];

    /// <summary>Finds one by the name that webhooks use.</summary>
    /// <returns>The kind, or null for a type that we don't follow.</returns>
    public static DocumentKind? FromDataType(string dataType) =>
        All.FirstOrDefault(kind => string.Equals(kind.DataType, dataType, StringComparison.Ordinal));
}
