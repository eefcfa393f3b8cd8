namespace OuraTeams.Contracts;

/// <summary>Stored state of a member.</summary>
[GenerateSerializer, Alias("ourateams.state.member")]
public sealed record MemberState
{
    /// <summary>Name that the organization uses for the person; null until created.</summary>
    [Id(0)]
    public string? DisplayName { get; set; }

    /// <summary>The teams that the member is in.</summary>
    [Id(1)]
    public List<TeamKey> Teams { get; set; } = [];

    /// <summary>SHA-256 of the join link's secret.</summary>
    [Id(2)]
    public byte[] JoinSecretHash { get; set; } = [];

    /// <summary>When the join link stops working.</summary>
    [Id(3)]
    public DateTimeOffset JoinExpiresAt { get; set; }

    /// <summary>The connected ring account.</summary>
    [Id(4)]
    public AccountKey? Account { get; set; }

    /// <summary>Whether a ring was connected and the connection was ended.</summary>
    [Id(5)]
    public bool Disconnected { get; set; }

    /// <summary>The last incarnation of a ring account of theirs, also when none is connected any more.</summary>
    [Id(6)]
    public long Incarnation { get; set; }
}
