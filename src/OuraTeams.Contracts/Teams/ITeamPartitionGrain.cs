namespace OuraTeams.Contracts;

/// <summary>
/// Up to 1,024 members of a team as columns of numbers; key <see cref="PartitionKey"/>. A cache: it stores nothing and
/// builds itself from its accounts when it activates.
/// </summary>
[Alias("ourateams.ITeamPartitionGrain")]
public interface ITeamPartitionGrain : IGrainWithStringKey
{
    /// <summary>Takes a member's days. The first message of an incarnation holds all days.</summary>
    /// <returns>False when they come from an earlier incarnation than the partition knows: nothing was changed.</returns>
    [Alias("Replace")]
    Task<bool> ReplaceAsync(MemberDays days);

    /// <summary>Takes a member's days out. What comes from an incarnation below this one is refused from now on.</summary>
    [Alias("RemoveDays")]
    Task RemoveDaysAsync(MemberKey member, long incarnation);

    /// <summary>The distributions of every metric on a day.</summary>
    [Alias("GetDay")]
    Task<DayPart> GetDayAsync(DateOnly day);

    /// <summary>The distribution of one metric on each day of a range; days without values are left out.</summary>
    [Alias("GetTrend")]
    Task<IReadOnlyList<DayPart>> GetTrendAsync(int metric, DateOnly first, DateOnly last);
}
