using Google.Rpc;
using Grpc.Core;
using OuraTeams.Protocol.V1;

namespace OuraTeams.EndToEnd;

/// <summary>What operators see of the fleet.</summary>
public sealed class FleetTests
{
    [Fact]
    public async Task Every_account_of_an_organization_is_listed_once_in_pages_and_by_state()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(5, sandbox: sandbox => sandbox.PersonalAccessTokens.Add("PAT-1"), join: false);
        foreach (string team in new[] { "second", "empty", "last" })
        {
            await platform.Client.Teams.CreateTeamAsync(
                new CreateTeamRequest { OrganizationId = SmallPlatform.Organization, TeamId = team, DisplayName = team }, platform.Client.Headers);
        }

        // In the first team nobody has connected, in the second four out of five, in the last one.
        await Members.InviteAsync(platform.Client, SmallPlatform.Organization, SmallPlatform.Team, "Invited");
        foreach ((int person, string team) in new[] { (0, "second"), (1, "second"), (2, "second"), (3, "second"), (4, "last") })
        {
            await Members.JoinAsync(await Members.InviteAsync(platform.Client, SmallPlatform.Organization, team, "Member"), platform.People[person]);
        }

        await Members.InviteAsync(platform.Client, SmallPlatform.Organization, "second", "Invited too");
        for (int size = 1; size <= 6; size++)
        {
            IReadOnlyList<RingAccount> all = await ListAsync(platform, size, ConnectionState.Unspecified);
            Assert.Equal(5, all.DistinctBy(account => account.MemberId).Count());
            Assert.Equal(5, all.Count);
            Assert.All(all, account => Assert.True(account.HistoryParts > 0));
        }

        // In the order of the teams' ids: the one of the last team comes before those of the second.
        string lapsed = (await ListAsync(platform, 10, ConnectionState.Unspecified))[3].MemberId;
        platform.Sandbox.World.SetMembership(platform.People[2].Id, active: false);
        platform.Revise(platform.People[2]);
        await Eventually.HoldsAsync(async () => (await ListAsync(platform, 10, ConnectionState.NeedsReconnect)).Count == 1, "it is found");
        Assert.Equal(lapsed, Assert.Single(await ListAsync(platform, 1, ConnectionState.NeedsReconnect)).MemberId);
        Assert.Equal(4, (await ListAsync(platform, 2, ConnectionState.Connected)).Count);
    }

    [Theory]
    [InlineData("club", 201, "", ConnectionState.Unspecified, "page_size", StatusCode.InvalidArgument)]
    [InlineData("club", 10, "AAAA", ConnectionState.Unspecified, "page_token", StatusCode.InvalidArgument)]
    [InlineData("club", 10, "_____wAAAAA", ConnectionState.Unspecified, "page_token", StatusCode.InvalidArgument)]
    [InlineData("club", 10, "", ConnectionState.Invited, "connection_state", StatusCode.InvalidArgument)]
    [InlineData("nobody", 10, "", ConnectionState.Unspecified, "organization_id", StatusCode.NotFound)]
    public async Task A_list_that_can_not_be_names_the_field(string organization, int size, string token, ConnectionState state, string field, StatusCode status)
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1, join: false);

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(() => platform.Client.Fleet.ListRingAccountsAsync(
            new ListRingAccountsRequest { OrganizationId = organization, PageSize = size, PageToken = token, ConnectionState = state }, platform.Client.Headers).ResponseAsync);

        Assert.Equal(status, refusal.StatusCode);
        Assert.Contains(refusal.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations, violation => violation.Field == field);
    }

    private static async Task<IReadOnlyList<RingAccount>> ListAsync(SmallPlatform platform, int size, ConnectionState state)
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
