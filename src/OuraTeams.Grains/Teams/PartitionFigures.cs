using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.States;
using OuraTeams.Contracts.Teams;
using OuraTeams.Metrics.Catalogue;
using OuraTeams.Metrics.Columns;

namespace OuraTeams.Grains.Teams;

/// <summary>
/// The columns of a partition, with the incarnation that each slot's numbers come from, and the slots whose numbers are still to be
/// asked for. Everything that comes is compared with the slot's incarnation when it is applied.
/// </summary>
internal sealed class PartitionFigures
{
    private readonly PartitionColumns _columns = new(ITeamGrain.PartitionCapacity);
    private readonly long?[] _held = new long?[ITeamGrain.PartitionCapacity];
    private readonly Dictionary<int, long> _missing = [];

    /// <summary>Slots whose numbers are still to be asked for, with the incarnation to ask for.</summary>
    public IReadOnlyDictionary<int, long> Missing => _missing;

    /// <summary>Slots that have numbers.</summary>
    public int Held { get; private set; }

    /// <summary>The numbers of a slot are to be asked for.</summary>
    public void Expect(int slot, long incarnation) => _missing[slot] = incarnation;

    /// <summary>Takes days that an account sent; those of a new incarnation are all that there are.</summary>
    /// <returns>Whether a number changed.</returns>
    public bool Replace(int slot, long incarnation, IReadOnlyList<DayRow> days)
    {
        bool changed = false;
        if (_held[slot] != incarnation)
        {
            // Versions start again with each incarnation.
            changed = _columns.RemoveMember(slot);
            Held += _held[slot] is null ? 1 : 0;
            _held[slot] = incarnation;
            if (_missing.TryGetValue(slot, out long expected) && expected != incarnation)
            {
                _missing.Remove(slot);
            }
        }

        int[] row = new int[MetricCatalogue.All.Count];
        foreach (DayRow day in days)
        {
            // An account on a silo of another release may know more metrics, or fewer.
            row.AsSpan().Fill(MetricValue.Missing);
            day.Units.AsSpan(0, Math.Min(day.Units.Length, row.Length)).CopyTo(row);
            changed |= _columns.Replace(slot, day.Day, day.Version, row);
        }

        return changed;
    }

    /// <summary>Takes an account's answer, if it is still the one that the slot waits for.</summary>
    /// <returns>Whether it was: then the slot is missing no more.</returns>
    public bool Gather(int slot, Slot now, MemberKey member, AccountSnapshot snapshot)
    {
        if (!_missing.TryGetValue(slot, out long expected) || now.Member != member.Member || now.Incarnation != expected)
        {
            return false;
        }

        if (snapshot.Member == member && snapshot.Incarnation == expected)
        {
            _missing.Remove(slot);
            Replace(slot, expected, snapshot.Days);
            return true;
        }

        // If the slot is free or has another member now, there is nothing to wait for. If the same account has another incarnation, it is asked again.
        return snapshot.Member != member && _missing.Remove(slot);
    }

    /// <summary>Takes a slot's numbers out; they are not asked for any more.</summary>
    /// <returns>Whether anything changed.</returns>
    public bool Remove(int slot)
    {
        Held -= _held[slot] is null ? 0 : 1;
        _held[slot] = null;
        bool expected = _missing.Remove(slot);
        return _columns.RemoveMember(slot) || expected;
    }

    /// <summary>Drops days before a day.</summary>
    public void TrimBefore(DateOnly first) => _columns.TrimBefore(first);

    /// <summary>The distributions of metrics on a day.</summary>
    public DayPart Part(DateOnly day, IEnumerable<int> metrics, int members) => new()
    {
        Day = day,
        Reporting = _columns.MembersWithData(day),
        Members = members,
        Missing = _missing.Count,
        Histograms = [.. metrics
            .Select(metric => (Metric: metric, Histogram: _columns.Histogram(metric, day)))
            .Where(pair => pair.Histogram.Count > 0)
            .Select(pair => AggregateMerge.Part(pair.Metric, pair.Histogram))],
    };
}
