using OuraTeams.Contracts.Accounts;

namespace OuraTeams.Grains.Accounts.Cache;

/// <summary>What a read brings that is no document of a day. Null is what it was not about.</summary>
internal sealed record ReadExtras
{
    /// <summary>The member's age in years.</summary>
    public int? Age { get; init; }

    /// <summary>Every ring that was ever paired.</summary>
    public IReadOnlyList<RingView>? Rings { get; init; }

    /// <summary>Figures by the hour.</summary>
    public HoursRead? Hours { get; init; }
}
