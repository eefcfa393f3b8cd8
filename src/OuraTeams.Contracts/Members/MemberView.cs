namespace OuraTeams.Contracts;

/// <summary>A member, as they are now.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.member-view")]
public sealed record MemberView
{
    /// <summary>Who.</summary>
    [Id(0)]
    public required MemberKey Member { get; init; }

    /// <summary>Name that the organization uses for the person.</summary>
    [Id(1)]
    public required string DisplayName { get; init; }

    /// <summary>How the ring account stands; null before one is connected.</summary>
    [Id(2)]
    public required AccountStatus? Account { get; init; }

    /// <summary>Whether a ring was connected and the connection was ended.</summary>
    [Id(3)]
    public bool Disconnected { get; init; }

    /// <summary>The teams that the member is in, in the order of joining.</summary>
    [Id(4)]
    public IReadOnlyList<TeamKey> Teams { get; init; } = [];

    /// <summary>Never prints the name: messages between grains may be logged.</summary>
    public override string ToString() => $"{nameof(MemberView)} {Member}";
}
