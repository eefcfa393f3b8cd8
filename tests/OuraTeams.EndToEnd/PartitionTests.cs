using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.Teams;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;

namespace OuraTeams.EndToEnd;

/// <summary>A team's figures while some of its ring accounts do not answer.</summary>
public sealed class PartitionTests
{
    private const string Organization = SmallPlatform.Organization;
    private const string Team = SmallPlatform.Team;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_member_who_is_forgotten_while_their_account_is_asked_does_not_come_back(bool leavesTheTeam)
    {
        var snapshots = new HeldSnapshots();
        await using SmallPlatform platform = await SmallPlatform.StartAsync(
            3, settings => settings["Teams:AccountTimeout"] = "00:00:10", services: services => services.AddSingleton<IIncomingGrainCallFilter>(snapshots));
        (SandboxMember leaver, SandboxMember[] others) = (platform.People[0], [platform.People[1], platform.People[2]]);
        Member member = (await platform.MembersAsync()).Single(known => known.DisplayName == leaver.Name);
        await Eventually.HoldsAsync(async () => await platform.AccountAsync(member) is { HistoryPartsLeft: 0, DocumentCount: > 0 }, "the account has days");

        // The account has answered with all its days, and the answer is on its way.
        snapshots.Holds = account => account.OuraUser == leaver.Id;
        Task<TeamSummary> first = platform.Client.SummaryAsync(Organization, Team, platform.Yesterday);
        await Eventually.HoldsAsync(() => Task.FromResult(snapshots.Held == 1), "the account is asked");
        await (leavesTheTeam
            ? platform.Client.Teams.RemoveMemberAsync(new RemoveMemberRequest { OrganizationId = Organization, TeamId = Team, MemberId = member.MemberId }, platform.Client.Headers).ResponseAsync
            : (Task)platform.Client.Teams.DisconnectMemberAsync(
                new DisconnectMemberRequest { OrganizationId = Organization, TeamId = Team, MemberId = member.MemberId }, platform.Client.Headers).ResponseAsync);
        await Eventually.HoldsAsync(() => Task.FromResult(!platform.Sandbox.HasGrant(leaver.Id)), "the member is forgotten", 9);
        Assert.False(first.IsCompleted);
        snapshots.Release();

        Assert.Equal((2, 0), Reporting(await first));
        Assert.Equal(leavesTheTeam ? 2 : 3, (await first).MemberCount);
        for (int change = 0; change < 3; change++)
        {
            platform.Revise(others[0]);
            await platform.IsRightAsync(others);
            Assert.Equal((2, 0), Reporting(await platform.Client.SummaryAsync(Organization, Team, platform.Yesterday)));
        }
    }

    [Fact]
    public async Task One_hung_account_in_every_32_keeps_figures_of_a_team_of_1024_away_for_seconds_only_and_is_counted_as_missing()
    {
        const int Hung = ITeamGrain.PartitionCapacity / 32;
        var members = Enumerable.Range(0, ITeamGrain.PartitionCapacity).Select(number => (
            Account: new AccountKey(Organization, $"person-{number}"), Member: new MemberKey(Organization, Guid.NewGuid().ToString()))).ToList();
        var byAccount = members.ToDictionary(pair => pair.Account, pair => pair.Member);
        var snapshots = new HeldSnapshots
        {
            Holds = account => int.Parse(account.OuraUser.Split('-')[1]) % 32 == 0,
        };
        await using SmallPlatform platform = await SmallPlatform.StartAsync(
            1,
            settings =>
            {
                settings["Teams:AccountTimeout"] = "00:00:03";
                settings["Teams:AccountPause"] = "00:00:01";
            },
            join: false,
            services: services => services.AddSingleton<IIncomingGrainCallFilter>(snapshots));
        DateOnly day = platform.Yesterday;
        snapshots.Answers = account => new AccountSnapshot { Member = byAccount[account], Incarnation = 1, Days = [HeldSnapshots.Row(day, 70)] };
        await Members.InviteAsync(platform.Client, Organization, Team, "Anna");
        Member invited = (await platform.MembersAsync()).Single();
        ITeamPartitionGrain partition = platform.Services.GetRequiredService<IGrainFactory>().GetGrain<ITeamPartitionGrain>(new PartitionKey(Organization, Team, 0).ToString());
        await partition.FreeAsync(new MemberKey(Organization, invited.MemberId));
        foreach ((AccountKey account, MemberKey member) in members)
        {
            Assert.True(await partition.AddAsync(member));
            Assert.True(await partition.AttachAsync(member, account, 1, isFirstTeam: true));
        }

        long began = Stopwatch.GetTimestamp();
        TeamSummary first = await platform.Client.SummaryAsync(Organization, Team, day);
        TimeSpan took = Stopwatch.GetElapsedTime(began);

        // Twice the time of one account at most, and what the machine needs for a thousand that do answer.
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(15));
        Assert.Equal(ITeamGrain.PartitionCapacity, first.MemberCount);
        Assert.Equal(ITeamGrain.PartitionCapacity, first.ReportingCount + first.MissingCount);
        Assert.InRange(first.MissingCount, Hung, ITeamGrain.PartitionCapacity / 2);
        await Eventually.HoldsAsync(async () => (await platform.Client.SummaryAsync(Organization, Team, day)).MissingCount == Hung, "all others are there");
        TestContext.Current.TestOutputHelper?.WriteLine($"The first answer took {took.TotalSeconds:0.0} s, with {first.MissingCount} missing.");
        Assert.Equal(Hung, (await platform.Client.Metrics.GetMetricTrendAsync(
            new GetMetricTrendRequest { OrganizationId = Organization, TeamId = Team, MetricId = "sleep_score", StartDay = $"{day:yyyy-MM-dd}", EndDay = $"{day:yyyy-MM-dd}" }, platform.Client.Headers)).MissingCount);

        snapshots.Release();
        await Eventually.HoldsAsync(
            async () => Reporting(await platform.Client.SummaryAsync(Organization, Team, day)) == (ITeamGrain.PartitionCapacity, 0), "nobody is missing any more");
    }

    private static (int Reporting, int Missing) Reporting(TeamSummary summary) => (summary.ReportingCount, summary.MissingCount);
}
