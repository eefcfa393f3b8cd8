namespace OuraTeams.Contracts;

/// <summary>
/// Up to 1,024 members of a team as columns of numbers; key <see cref="PartitionKey"/>. A cache: it stores nothing and
/// builds itself from its accounts when it activates.
/// </summary>
[Alias("ourateams.ITeamPartitionGrain")]
public interface ITeamPartitionGrain : IGrainWithStringKey
{
    /// <summary>Takes a member's days.</summary>
    [Alias("Replace")]
    Task ReplaceAsync(MemberDays days);

    /// <summary>Takes a member's days out.</summary>
    [Alias("Remove")]
    Task RemoveAsync(MemberKey member);

    /// <summary>The distributions of every metric on a day.</summary>
    [Alias("GetDay")]
    Task<DayPart> GetDayAsync(DateOnly day);

    /// <summary>The distribution of one metric on each day of a range; days without values are left out.</summary>
    [Alias("GetTrend")]
    Task<IReadOnlyList<DayPart>> GetTrendAsync(int metric, DateOnly first, DateOnly last);
}
