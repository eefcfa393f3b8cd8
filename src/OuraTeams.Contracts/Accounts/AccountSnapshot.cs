namespace OuraTeams.Contracts;

/// <summary>Every day that an account has had data for.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.account-snapshot")]
public sealed record AccountSnapshot
{
    /// <summary>Whose it is; null while nobody has connected.</summary>
    [Id(0)]
    public required MemberKey? Member { get; init; }

    /// <summary>The days, in no order.</summary>
    [Id(1)]
    public required IReadOnlyList<DayRow> Days { get; init; }
}
