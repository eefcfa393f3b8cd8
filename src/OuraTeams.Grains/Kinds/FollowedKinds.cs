using OuraTeams.Metrics.Catalogue;
using OuraTeams.Oura.Kinds;

namespace OuraTeams.Grains.Kinds;

/// <summary>The kinds of data that an account reads, and how marks name them.</summary>
internal static class FollowedKinds
{
    /// <summary>The kinds with events: those that metrics are made of, and the rings themselves. These we subscribe to.</summary>
    public static IReadOnlyList<DocumentKind> Documents { get; } =
        [.. DocumentKind.All.Where(kind => kind == DocumentKind.RingConfiguration || MetricCatalogue.ByDocumentKind.Contains(kind.Name))];

    /// <summary>All of them. Documents first: nights are told by sleeps, and time series are read by nights.</summary>
    public static IReadOnlyList<OuraKind> All { get; } = [OuraKind.PersonalInfo, .. Documents, .. TimeSeriesKind.All];

    /// <summary>Whether a consent opens anything that is read; a person's own id needs none.</summary>
    public static bool IsReadable(IReadOnlyList<string> scopes) => All.Any(kind => kind.Scope is not null && kind.IsOpenTo(scopes));

    /// <summary>Finds a kind with events by the name that webhooks use.</summary>
    /// <returns>The kind, or null for a type that we don't follow.</returns>
    public static DocumentKind? FromDataType(string dataType) => Find(dataType) as DocumentKind;

    /// <summary>Finds a kind by the name that marks use.</summary>
    /// <returns>The kind, or null for one that another release knew.</returns>
    public static OuraKind? Find(string dataType) => All.FirstOrDefault(kind => string.Equals(DataType(kind), dataType, StringComparison.Ordinal));

    /// <summary>The name that marks use: that of webhooks, where the kind has any.</summary>
    public static string DataType(OuraKind kind) => kind is DocumentKind document ? document.DataType : kind.Name;

    /// <summary>Most days of a kind that one job reads: what must be read again when it breaks off. Oura answers 30 days of heart rate.</summary>
    public static int LongestRead(OuraKind kind) => kind == TimeSeriesKind.InterbeatInterval ? 3 : 30;
}
