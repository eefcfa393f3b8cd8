namespace OuraTeams.Contracts;

/// <summary>An invited member and the secret of their join link.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.invitation")]
public sealed record Invitation
{
    /// <summary>The new member.</summary>
    [Id(0)]
    public required MemberKey Member { get; init; }

    /// <summary>Proves the link's holder; only a hash of it is stored.</summary>
    [Id(1)]
    public required string Secret { get; init; }

    /// <summary>When the link stops working.</summary>
    [Id(2)]
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Never prints the secret.</summary>
    public override string ToString() => $"Invitation of {Member} until {ExpiresAt:O}";
}
