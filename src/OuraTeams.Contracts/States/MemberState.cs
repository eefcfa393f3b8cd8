using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.Members;

namespace OuraTeams.Contracts.States;

/// <summary>Stored state of a member.</summary>
[GenerateSerializer, Alias("ourateams.state.member")]
public sealed record MemberState
{
    /// <summary>Name that the organization uses for the person; null until created.</summary>
    [Id(0)]
    public string? DisplayName { get; set; }

    /// <summary>The member's teams, in the order of joining.</summary>
    [Id(1)]
    public List<TeamPlace> Teams { get; set; } = [];

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

    /// <summary>The last incarnation that a ring account of the member had; kept when none is connected any more.</summary>
    [Id(6)]
    public long Incarnation { get; set; }

    /// <summary>Whether the ring account must still be told that the member's teams have changed.</summary>
    [Id(7)]
    public bool TeamsChanged { get; set; }
}
