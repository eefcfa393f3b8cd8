using OuraTeams.Contracts;
using OuraTeams.Metrics;

namespace OuraTeams.Grains;

/// <summary>Reads what the first release kept of a document.</summary>
internal static class EarlierCache
{
    public static DocumentReading Reading(CachedDocument document) => new()
    {
        Kind = document.Kind,
        DocumentId = DocumentName.Of(document.DocumentId),
        Day = document.Day,
        Version = document.Version,
        ReadOrder = document.ReadOrder,
        Role = (DocumentRole)document.Role,
        Values = [.. document.Metrics.Zip(document.Units)],
    };
}
