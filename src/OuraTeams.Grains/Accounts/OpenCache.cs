using OuraTeams.Contracts;
using OuraTeams.Metrics;

namespace OuraTeams.Grains;

/// <summary>A cache, unpacked.</summary>
/// <param name="Documents">What is kept of each document, by kind and <see cref="DocumentName"/>.</param>
/// <param name="Days">The version of each day that has or had data.</param>
internal sealed record OpenCache(Dictionary<(string Kind, string Name), DocumentReading> Documents, Dictionary<DateOnly, long> Days)
{
    /// <summary>Unpacks a stored state, of whichever release.</summary>
    public static OpenCache Of(CacheState state) => new(
        (state.Documents?.Select(Reading) ?? ReadingPack.Unpack(state.Readings)).ToDictionary(held => (held.Kind, held.DocumentId)),
        state.DayVersions is { } days ? new Dictionary<DateOnly, long>(days) : DayPack.Unpack(state.Days));

    private static DocumentReading Reading(CachedDocument document) => new()
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
