using OuraTeams.Contracts.States;
using OuraTeams.Metrics.Documents;
using OuraTeams.Metrics.Packing;

namespace OuraTeams.Grains.Accounts.Cache;

/// <summary>A cache, unpacked.</summary>
/// <param name="Documents">What is kept of each document, by kind and <see cref="DocumentName"/>.</param>
/// <param name="Days">The version of each day that has or had data.</param>
internal sealed record OpenCache(Dictionary<(string Kind, string Name), DocumentReading> Documents, Dictionary<DateOnly, long> Days)
{
    /// <summary>Unpacks a stored state.</summary>
    public static OpenCache Of(CacheState state) => new(
        ReadingPack.Unpack(state.Readings).ToDictionary(held => (held.Kind, held.DocumentId)), DayPack.Unpack(state.Days));
}
