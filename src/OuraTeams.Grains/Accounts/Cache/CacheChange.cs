namespace OuraTeams.Grains.Accounts.Cache;

/// <summary>What a read changed in a cache.</summary>
internal sealed class CacheChange
{
    /// <summary>How many documents came, went or changed.</summary>
    public int Documents { get; set; }

    /// <summary>Whether a document has another version, which may be all that changed.</summary>
    public bool Restated { get; set; }

    /// <summary>Whether there is anything to store.</summary>
    public bool Any => Documents > 0 || Restated;

    /// <summary>The days that look different now.</summary>
    public HashSet<DateOnly> Days { get; } = [];

    /// <summary>Adds another change.</summary>
    public void Add(CacheChange other)
    {
        Documents += other.Documents;
        Restated |= other.Restated;
        Days.UnionWith(other.Days);
    }
}
