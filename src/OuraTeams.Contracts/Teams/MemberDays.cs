namespace OuraTeams.Contracts;

/// <summary>Days that an account sends to a partition. Repeats and old ones change nothing.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.member-days")]
public sealed record MemberDays
{
    /// <summary>Whose days.</summary>
    [Id(0)]
    public required MemberKey Member { get; init; }

    /// <summary>The account's incarnation. The first message of one holds all days.</summary>
    [Id(3)]
    public required long Incarnation { get; init; }

    /// <summary>The days.</summary>
    [Id(1)]
    public required IReadOnlyList<DayRow> Days { get; init; }

    /// <summary>When the oldest webhook event behind them was taken in; null when none was.</summary>
    [Id(2)]
    public DateTimeOffset? OldestEvent { get; init; }
}
