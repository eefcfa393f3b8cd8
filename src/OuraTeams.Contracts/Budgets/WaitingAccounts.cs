namespace OuraTeams.Contracts;

/// <summary>The accounts that wait for an app's budget at one priority.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.waiting-accounts")]
public sealed record WaitingAccounts
{
    /// <summary>The priority.</summary>
    [Id(0)]
    public required RequestPriority Priority { get; init; }

    /// <summary>How many.</summary>
    [Id(1)]
    public required int Count { get; init; }

    /// <summary>Since when the first in line has been waiting; null when nobody is.</summary>
    [Id(2)]
    public required DateTimeOffset? Since { get; init; }
}
