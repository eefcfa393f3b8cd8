using OuraTeams.Grains.Telemetry;
using OuraTeams.Oura.Http;
using OuraTeams.Oura.Kinds;

namespace OuraTeams.Grains.Accounts.Steps;

/// <summary>Counts what one read brought that can't be used, by reason.</summary>
/// <param name="kind">What was read.</param>
internal sealed class UnusableTally(OuraKind kind)
{
    private readonly Dictionary<UnusableReason, int> _counts = [];

    /// <summary>The counts; empty when everything could be used.</summary>
    public IReadOnlyDictionary<UnusableReason, int> Counts => _counts;

    /// <summary>Whether the read ended before the list did: then what it did not bring may exist all the same.</summary>
    public bool IsPartial => _counts.ContainsKey(UnusableReason.EndlessPages);

    /// <summary>Counts an entry.</summary>
    public void Add(UnusableReason reason) => Add(reason, 1);

    /// <summary>Counts entries.</summary>
    public void Add(UnusableReason reason, int entries)
    {
        if (entries > 0)
        {
            _counts[reason] = _counts.GetValueOrDefault(reason) + entries;
            Instruments.Unusable(kind, reason, entries);
        }
    }
}
