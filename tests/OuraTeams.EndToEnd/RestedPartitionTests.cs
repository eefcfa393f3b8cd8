using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.Teams;
using OuraTeams.Protocol.V1;

namespace OuraTeams.EndToEnd;

/// <summary>A partition whose activation has ended, while the team keeps answers of it.</summary>
public sealed class RestedPartitionTests
{
    [Fact]
    public async Task A_change_that_comes_to_a_partition_without_columns_reaches_the_team_s_answers()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(2);
        await platform.IsRightAsync();
        await RestAsync(platform);

        platform.Revise(platform.People[0]);

        await platform.IsRightAsync();
    }

    [Fact]
    public async Task A_member_who_is_disconnected_from_a_partition_without_columns_is_in_no_later_answer()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(3);
        await platform.IsRightAsync();
        Member member = (await platform.MembersAsync()).Single(known => known.DisplayName == platform.People[0].Name);
        await RestAsync(platform);

        await platform.Client.Teams.DisconnectMemberAsync(
            new DisconnectMemberRequest { OrganizationId = SmallPlatform.Organization, TeamId = SmallPlatform.Team, MemberId = member.MemberId }, platform.Client.Headers);

        // At once, not eventually.
        TeamSummary summary = await platform.Client.SummaryAsync(SmallPlatform.Organization, SmallPlatform.Team, platform.Yesterday);
        Assert.Null(Truth.Difference(platform.Sandbox.World, [.. platform.People.Skip(1)], summary));
    }

    /// <summary>Ends the partition's activation, once nothing is announced any more.</summary>
    private static async Task RestAsync(SmallPlatform platform)
    {
        foreach (Member member in await platform.MembersAsync())
        {
            await Eventually.HoldsAsync(async () => await platform.AccountAsync(member) is { HistoryPartsLeft: 0, WaitingEvents: 0 }, "everything is read");
        }

        // What is kept now is the team's last answer.
        await platform.IsRightAsync();
        IGrainFactory grains = platform.Services.GetRequiredService<IGrainFactory>();
        await grains.GetGrain<ITeamPartitionGrain>(new PartitionKey(SmallPlatform.Organization, SmallPlatform.Team, 0).ToString())
            .AsReference<IGrainManagementExtension>().DeactivateOnIdle();
        await Eventually.HoldsAsync(
            async () => !(await grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics())
                .Any(known => known.GrainType.Contains("TeamPartitionGrain", StringComparison.Ordinal) && known.ActivationCount > 0),
            "the partition rests");
    }
}
