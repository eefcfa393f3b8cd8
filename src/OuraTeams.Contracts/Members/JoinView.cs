namespace OuraTeams.Contracts;

/// <summary>What the holder of a valid join link may see.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.join-view")]
public sealed record JoinView
{
    /// <summary>Name that the organization uses for the person.</summary>
    [Id(0)]
    public required string DisplayName { get; init; }

    /// <summary>The team that invited them.</summary>
    [Id(1)]
    public required TeamKey Team { get; init; }

    /// <summary>Whether a ring is connected already.</summary>
    [Id(2)]
    public required bool Connected { get; init; }

    /// <summary>Never prints the name: messages between grains may be logged.</summary>
    public override string ToString() => $"{nameof(JoinView)} of {Team}";
}
