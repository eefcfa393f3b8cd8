namespace OuraTeams.Contracts;

/// <summary>A ring's connection changed.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.connection-change")]
public sealed record ConnectionChange
{
    /// <summary>Whose ring.</summary>
    [Id(0)]
    public required MemberKey Member { get; init; }

    /// <summary>The ring account.</summary>
    [Id(1)]
    public required AccountKey Account { get; init; }

    /// <summary>The account's own count of its changes.</summary>
    [Id(2)]
    public required long Change { get; init; }

    /// <summary>How it stands now.</summary>
    [Id(3)]
    public required ConnectionStatus Status { get; init; }

    /// <summary>Why the member must connect again.</summary>
    [Id(4)]
    public required ReconnectReason Reason { get; init; }

    /// <summary>When the organization was told.</summary>
    [Id(5)]
    public required DateTimeOffset At { get; init; }
}
