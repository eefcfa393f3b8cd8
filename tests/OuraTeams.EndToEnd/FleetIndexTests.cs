using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.Teams;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;
using ReconnectReason = OuraTeams.Protocol.V1.ReconnectReason;

namespace OuraTeams.EndToEnd;

/// <summary>The list of the fleet is read from the slots of the teams, which the accounts keep current.</summary>
public sealed class FleetIndexTests
{
    [Fact]
    public async Task Listing_the_fleet_wakes_no_account_and_shows_each_as_it_is()
    {
        const int members = 12;
        await using SmallPlatform platform = await SmallPlatform.StartAsync(members);
        await platform.IsRightAsync();
        await Eventually.HoldsAsync(
            async () => (await ListAsync(platform)) is { Count: members } all && all.All(account => account is { HistoryPartsLeft: 0, WaitingEvents: 0, DocumentCount: > 0 }),
            "everything is read, and the list says so");
        IReadOnlyList<Member> roster = await platform.MembersAsync();
        await RestAsync(platform);

        var listed = new List<RingAccount>();
        for (int size = 1; size <= members; size += 4)
        {
            listed = await ListAsync(platform, size);
            Assert.Equal(members, listed.Count);
            Assert.Equal(members, (await ListAsync(platform, size, ConnectionState.Connected)).Count);
            Assert.Empty(await ListAsync(platform, size, ConnectionState.NeedsReconnect));
            Assert.Equal(members, (await platform.MembersAsync()).Count);
        }

        Assert.Equal(0, await AwakeAsync(platform));

        // What the account itself says, which wakes it, is the same.
        foreach (Member member in roster)
        {
            RingAccount own = await platform.AccountAsync(member);
            RingAccount seen = listed.Single(account => account.MemberId == member.MemberId);
            Assert.Equal(
                (own.ConnectionState, own.ConnectTime, own.DocumentCount, own.HistoryParts, own.HistoryPartsLeft),
                (seen.ConnectionState, seen.ConnectTime, seen.DocumentCount, seen.HistoryParts, seen.HistoryPartsLeft));
            Assert.Equal(own.Rings.Select(ring => ring.RingId).Order().Take(3), seen.Rings.Select(ring => ring.RingId).Order());
        }

        Assert.Equal(members, await AwakeAsync(platform));
    }

    [Fact]
    public async Task The_list_is_current_after_a_connect_a_sync_a_refusal_a_reconnect_and_a_forgetting()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(2);
        (SandboxMember stays, SandboxMember lapses) = (platform.People[0], platform.People[1]);
        IReadOnlyList<Member> roster = await platform.MembersAsync();
        Member lapsing = roster.Single(member => member.DisplayName == lapses.Name);
        Member staying = roster.Single(member => member.DisplayName == stays.Name);
        await BecomesAsync(platform, lapsing, account => account is { ConnectionState: ConnectionState.Connected, ConnectTime: not null }, "connected");
        await platform.IsRightAsync();

        // A sync, once a minute at most.
        await BecomesAsync(platform, staying, account => account is { LastSyncTime: not null, HistoryPartsLeft: 0 }, "read");
        RingAccount before = await SeenAsync(platform, staying) ?? throw new InvalidOperationException("It is not listed.");
        platform.Revise(stays);
        await BecomesAsync(platform, staying, account => account.LastSyncTime > before.LastSyncTime, "synced again");

        // A refusal, at once.
        platform.Sandbox.World.SetMembership(lapses.Id, active: false);
        platform.Revise(lapses);
        await platform.ToldAsync(lapsing, ConnectionState.NeedsReconnect);
        await BecomesAsync(
            platform,
            lapsing,
            account => account is { ConnectionState: ConnectionState.NeedsReconnect, ReconnectReason: ReconnectReason.MembershipLapsed },
            "in need of a new connection",
            seconds: 15);
        Assert.Equal(lapsing.MemberId, Assert.Single(await ListAsync(platform, state: ConnectionState.NeedsReconnect)).MemberId);
        Assert.Equal(staying.MemberId, Assert.Single(await ListAsync(platform, state: ConnectionState.Connected)).MemberId);

        // A new connection, at once.
        platform.Sandbox.World.SetMembership(lapses.Id, active: true);
        CreateJoinLinkResponse link = await platform.Client.Teams.CreateJoinLinkAsync(
            new CreateJoinLinkRequest { OrganizationId = SmallPlatform.Organization, TeamId = SmallPlatform.Team, MemberId = lapsing.MemberId }, platform.Client.Headers);
        Assert.Equal("Your ring is connected", (await Members.JoinAsync(new Uri(link.JoinLink), lapses)).Title);
        await BecomesAsync(
            platform, lapsing, account => account is { ConnectionState: ConnectionState.Connected, ReconnectReason: ReconnectReason.Unspecified }, "connected again", seconds: 15);

        // A forgetting: the answer comes once the others can't see the account any more.
        await platform.Client.Teams.DisconnectMemberAsync(
            new DisconnectMemberRequest { OrganizationId = SmallPlatform.Organization, TeamId = SmallPlatform.Team, MemberId = lapsing.MemberId }, platform.Client.Headers);
        Assert.Equal(staying.MemberId, Assert.Single(await ListAsync(platform)).MemberId);
        await platform.ToldAsync(lapsing, ConnectionState.Disconnected);
        await platform.IsRightAsync([stays]);
        Assert.Equal(staying.MemberId, Assert.Single(await ListAsync(platform)).MemberId);
    }

    [Fact]
    public async Task A_page_token_opens_only_the_list_that_it_was_given_for()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(3);
        await platform.Client.Organizations.CreateOrganizationAsync(
            new CreateOrganizationRequest { OrganizationId = "other", DisplayName = "Other" }, platform.Client.Headers);
        await Eventually.HoldsAsync(async () => (await ListAsync(platform)).Count == 3, "all are listed");
        var first = new ListRingAccountsRequest { OrganizationId = SmallPlatform.Organization, PageSize = 1 };
        string token = (await platform.Client.Fleet.ListRingAccountsAsync(first, platform.Client.Headers)).NextPageToken;
        string ofMembers = (await platform.Client.Teams.ListMembersAsync(
            new ListMembersRequest { OrganizationId = SmallPlatform.Organization, TeamId = SmallPlatform.Team, PageSize = 1 }, platform.Client.Headers)).NextPageToken;

        // Another size goes on where the first page ended.
        Assert.Equal(2, (await platform.Client.Fleet.ListRingAccountsAsync(
            new ListRingAccountsRequest(first) { PageSize = 10, PageToken = token }, platform.Client.Headers)).RingAccounts.Count);

        Assert.NotEqual("", ofMembers);
        await IsRefusedAsync(platform, new ListRingAccountsRequest(first) { PageToken = token, ConnectionState = ConnectionState.Connected });
        await IsRefusedAsync(platform, new ListRingAccountsRequest(first) { PageToken = token, OrganizationId = "other" });
        await IsRefusedAsync(platform, new ListRingAccountsRequest(first) { PageToken = ofMembers });
        await IsRefusedAsync(platform, new ListRingAccountsRequest(first) { PageToken = (token[0] == 'A' ? 'B' : 'A') + token[1..] });
        await IsRefusedAsync(platform, new ListRingAccountsRequest(first) { PageToken = token[..^4] });
    }

    private static async Task IsRefusedAsync(SmallPlatform platform, ListRingAccountsRequest request)
    {
        RpcException refusal = await Assert.ThrowsAsync<RpcException>(() => platform.Client.Fleet.ListRingAccountsAsync(request, platform.Client.Headers).ResponseAsync);

        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.Equal("page_token", Assert.Single(refusal.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations).Field);
    }

    /// <summary>Ends the activations of all accounts and partitions, until none is left that goes on with something.</summary>
    private static Task RestAsync(SmallPlatform platform) => Eventually.HoldsAsync(
        async () =>
        {
            IGrainFactory grains = platform.Services.GetRequiredService<IGrainFactory>();
            await grains.GetGrain<ITeamPartitionGrain>(new PartitionKey(SmallPlatform.Organization, SmallPlatform.Team, 0).ToString())
                .AsReference<IGrainManagementExtension>().DeactivateOnIdle();
            if (await AwakeAsync(platform) > 0)
            {
                await Task.WhenAll(platform.People.Select(async person => await grains
                    .GetGrain<IRingAccountGrain>(new AccountKey(SmallPlatform.Organization, person.Id).ToString()).AsReference<IGrainManagementExtension>().DeactivateOnIdle()));
            }

            return await AwakeAsync(platform) == 0;
        },
        "all accounts rest");

    /// <summary>Activations of ring accounts.</summary>
    private static async Task<int> AwakeAsync(SmallPlatform platform) =>
        (await platform.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics())
            .Where(known => known.GrainType.Contains("RingAccountGrain", StringComparison.Ordinal))
            .Sum(known => known.ActivationCount);

    private static Task BecomesAsync(SmallPlatform platform, Member member, Func<RingAccount, bool> condition, string what, int seconds = 240) =>
        Eventually.HoldsAsync(async () => await SeenAsync(platform, member) is { } account && condition(account), $"the list shows that it is {what}", seconds);

    private static async Task<RingAccount?> SeenAsync(SmallPlatform platform, Member member) =>
        (await ListAsync(platform)).SingleOrDefault(account => account.MemberId == member.MemberId);

    private static async Task<List<RingAccount>> ListAsync(SmallPlatform platform, int size = 50, ConnectionState state = ConnectionState.Unspecified)
    {
        var accounts = new List<RingAccount>();
        string token = "";
        do
        {
            ListRingAccountsResponse page = await platform.Client.Fleet.ListRingAccountsAsync(
                new ListRingAccountsRequest { OrganizationId = SmallPlatform.Organization, PageSize = size, PageToken = token, ConnectionState = state },
                platform.Client.Headers);
            Assert.InRange(page.RingAccounts.Count, 0, size);
            accounts.AddRange(page.RingAccounts);
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        return accounts;
    }
}
