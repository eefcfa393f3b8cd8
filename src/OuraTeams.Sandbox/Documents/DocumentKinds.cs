using System.Diagnostics.CodeAnalysis;

namespace OuraTeams.Sandbox.Documents;

/// <summary>The table of the kinds of documents that the sandbox has.</summary>
internal static class DocumentKinds
{
    /// <summary>All kinds, in the order in which a sync tells of them.</summary>
    public static IReadOnlyList<DocumentKind> All { get; } =
    [
        DailySleepKind.Definition,
        DailyReadinessKind.Definition,
        DailyActivityKind.Definition,
        SleepKind.Definition,
        DailyStressKind.Definition,
        DailySpo2Kind.Definition,
        DailyResilienceKind.Definition,
        CardiovascularAgeKind.Definition,
        Vo2MaxKind.Definition,
        SleepTimeKind.Definition,
        RestModeKind.Definition,
        WorkoutKind.Definition,
        SessionKind.Definition,
        TagKind.Definition,
        EnhancedTagKind.Definition,
        RingConfigurationKind.Definition,
    ];

    private static readonly Dictionary<string, DocumentKind> ByName = All
        .SelectMany(kind => new[] { (Name: kind.Route, Kind: kind), (Name: kind.DataType, Kind: kind) })
        .DistinctBy(entry => entry.Name)
        .ToDictionary(entry => entry.Name, entry => entry.Kind, StringComparer.Ordinal);

    /// <summary>The kind with that route name or data type.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out DocumentKind? kind) => ByName.TryGetValue(name, out kind);
}
