using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using OuraTeams.Protocol.V1;

namespace OuraTeams.EndToEnd;

/// <summary>Teams and organizations are listed, changed and deleted.</summary>
public sealed class TeamTests
{
    private const string Organization = SmallPlatform.Organization;
    private const string Squad = SmallPlatform.Team;

    [Fact]
    public async Task Teams_are_listed_in_the_order_of_their_ids_and_changed()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1);
        await CreateTeamsAsync(platform, Organization, "beta", "alpha");

        for (int size = 1; size <= 4; size++)
        {
            List<Team> teams = await ListTeamsAsync(platform, Organization, size);
            Assert.Equal(["alpha", "beta", Squad], teams.Select(team => team.TeamId));
            Assert.Equal((1, 1), (teams[2].MemberCount, teams[2].ConnectedCount));
        }

        Assert.Equal(("Alpha", "UTC"), Shown(await UpdateAsync(platform, new Team { TeamId = "alpha", DisplayName = "Alpha" })));
        Assert.Equal(("Alpha", "Europe/Helsinki"), Shown(await UpdateAsync(platform, new Team { TeamId = "alpha", TimeZone = "Europe/Helsinki" })));
        Assert.Equal(("A", "Europe/Helsinki"), Shown(await UpdateAsync(platform, new Team { TeamId = "alpha", DisplayName = "A", TimeZone = "UTC" }, "display_name")));
        await Refused.NamesAsync(StatusCode.InvalidArgument, "team.time_zone", UpdateAsync(platform, new Team { TeamId = "alpha", TimeZone = "Mars/Base" }));
        await Refused.NamesAsync(StatusCode.InvalidArgument, "update_mask", UpdateAsync(platform, new Team { TeamId = "alpha", DisplayName = "B" }, "member_count"));
        await Refused.NamesAsync(StatusCode.NotFound, "team.team_id", UpdateAsync(platform, new Team { TeamId = "nobody", DisplayName = "B" }));
        await Refused.NamesAsync(StatusCode.NotFound, "organization_id", platform.Client.Teams.ListTeamsAsync(new ListTeamsRequest { OrganizationId = "nobody" }, platform.Client.Headers));
    }

    [Fact]
    public async Task A_team_is_deleted_when_it_is_empty_and_with_its_members_when_it_is_forced()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(3);
        await platform.IsRightAsync();
        await CreateTeamsAsync(platform, Organization, "empty", "second");
        string stays = (await platform.MembersAsync()).Single(member => member.DisplayName == platform.People[0].Name).MemberId;
        await platform.Client.Teams.AddMemberAsync(new AddMemberRequest { OrganizationId = Organization, TeamId = "second", MemberId = stays }, platform.Client.Headers);

        await DeleteAsync(platform, "empty");
        await Refused.NamesAsync(StatusCode.FailedPrecondition, "team_id", DeleteAsync(platform, Squad));
        await platform.IsRightAsync();
        await DeleteAsync(platform, Squad, force: true);

        Assert.Equal(["second"], (await ListTeamsAsync(platform, Organization, 10)).Select(team => team.TeamId));
        await Refused.NamesAsync(StatusCode.NotFound, "team_id", DeleteAsync(platform, Squad, force: true));
        await Refused.NamesAsync(StatusCode.NotFound, "team_id", platform.Client.Teams.GetTeamAsync(new GetTeamRequest { OrganizationId = Organization, TeamId = Squad }, platform.Client.Headers));
        await Eventually.HoldsAsync(
            () => Task.FromResult(!platform.Sandbox.HasGrant(platform.People[1].Id) && !platform.Sandbox.HasGrant(platform.People[2].Id)),
            "who was in this team only is disconnected");
        Assert.True(platform.Sandbox.HasGrant(platform.People[0].Id));
        await Truth.HoldsAsync(platform.Sandbox.World, [platform.People[0]], () => platform.Client.SummaryAsync(Organization, "second", platform.Yesterday));

        // The id is free, and nothing of the team before is in the next.
        await CreateTeamsAsync(platform, Organization, Squad);
        TeamSummary summary = await platform.Client.SummaryAsync(Organization, Squad, platform.Yesterday);
        Assert.Equal((0, 0), (summary.MemberCount, summary.ReportingCount));
        await Members.JoinMoreAsync(platform.Client, Organization, Squad, [platform.People[1]]);
        await platform.IsRightAsync([platform.People[1]]);
    }

    [Fact]
    public async Task Organizations_are_listed_changed_and_deleted()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1);
        await platform.IsRightAsync();
        foreach (string id in new[] { "beta", "alpha" })
        {
            await platform.Client.Organizations.CreateOrganizationAsync(new CreateOrganizationRequest { OrganizationId = id, DisplayName = id }, platform.Client.Headers);
        }

        for (int size = 1; size <= 4; size++)
        {
            Assert.Equal(["alpha", "beta", Organization], (await ListOrganizationsAsync(platform, size)).Select(organization => organization.OrganizationId));
        }

        UpdateOrganizationResponse changed = await platform.Client.Organizations.UpdateOrganizationAsync(
            new UpdateOrganizationRequest { Organization = new Organization { OrganizationId = "alpha", DisplayName = "Alpha" } }, platform.Client.Headers);
        Assert.Equal("Alpha", changed.Organization.DisplayName);
        await Refused.NamesAsync(StatusCode.NotFound, "organization.organization_id", platform.Client.Organizations.UpdateOrganizationAsync(
            new UpdateOrganizationRequest { Organization = new Organization { OrganizationId = "nobody", DisplayName = "Alpha" } }, platform.Client.Headers));

        await DeleteOrganizationAsync(platform, "alpha");
        await Refused.NamesAsync(StatusCode.NotFound, "organization_id", DeleteOrganizationAsync(platform, "alpha"));
        await Refused.NamesAsync(StatusCode.FailedPrecondition, "organization_id", DeleteOrganizationAsync(platform, Organization));
        await platform.IsRightAsync();
        await DeleteOrganizationAsync(platform, Organization, force: true);

        Assert.Equal(["beta"], (await ListOrganizationsAsync(platform, 10)).Select(organization => organization.OrganizationId));
        await Refused.NamesAsync(StatusCode.NotFound, "organization_id", platform.Client.Organizations.GetOrganizationAsync(new GetOrganizationRequest { OrganizationId = Organization }, platform.Client.Headers));
        await Eventually.HoldsAsync(() => Task.FromResult(!platform.Sandbox.HasGrant(platform.People[0].Id)), "the grant is revoked");

        // The id is free again.
        await Members.JoinAllAsync(platform.Client, Organization, Squad, platform.People);
        await platform.IsRightAsync();
    }

    [Fact]
    public async Task A_page_token_of_another_listing_and_one_that_was_altered_is_refused()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(2);
        await CreateTeamsAsync(platform, Organization, "second");
        await platform.Client.Organizations.CreateOrganizationAsync(new CreateOrganizationRequest { OrganizationId = "other", DisplayName = "Other" }, platform.Client.Headers);
        await CreateTeamsAsync(platform, "other", Squad);
        await Eventually.HoldsAsync(async () => (await RingsAsync(platform, "", ConnectionState.Unspecified)).RingAccounts.Count == 1, "the accounts are listed");
        string members = (await MembersAsync(platform, Organization, Squad, "")).NextPageToken;
        string teams = (await TeamsAsync(platform, Organization, "")).NextPageToken;
        string rings = (await RingsAsync(platform, "", ConnectionState.Unspecified)).NextPageToken;
        string organizations = (await OrganizationsAsync(platform, "")).NextPageToken;
        Assert.All([members, teams, rings, organizations], Assert.NotEmpty);

        foreach (string token in new[] { teams, rings, organizations, Altered(members), members + "A", members[..^2] })
        {
            await Refused.NamesAsync(StatusCode.InvalidArgument, "page_token", MembersAsync(platform, Organization, Squad, token));
        }

        await Refused.NamesAsync(StatusCode.InvalidArgument, "page_token", MembersAsync(platform, Organization, "second", members));
        await Refused.NamesAsync(StatusCode.InvalidArgument, "page_token", MembersAsync(platform, "other", Squad, members));
        await Refused.NamesAsync(StatusCode.InvalidArgument, "page_token", TeamsAsync(platform, "other", teams));
        await Refused.NamesAsync(StatusCode.InvalidArgument, "page_token", TeamsAsync(platform, Organization, Altered(teams)));
        await Refused.NamesAsync(StatusCode.InvalidArgument, "page_token", RingsAsync(platform, rings, ConnectionState.Connected));
        await Refused.NamesAsync(StatusCode.InvalidArgument, "page_token", RingsAsync(platform, Altered(rings), ConnectionState.Unspecified));
        await Refused.NamesAsync(StatusCode.InvalidArgument, "page_token", OrganizationsAsync(platform, teams));
        await Refused.NamesAsync(StatusCode.InvalidArgument, "page_token", new QueueService.QueueServiceClient(platform.Client.Channel)
            .ListDeadLettersAsync(new ListDeadLettersRequest { PageToken = teams }, platform.Client.Headers));

        Assert.Single((await MembersAsync(platform, Organization, Squad, members)).Members);
        Assert.Single((await TeamsAsync(platform, Organization, teams)).Teams);
        Assert.Single((await RingsAsync(platform, rings, ConnectionState.Unspecified)).RingAccounts);
        Assert.Single((await OrganizationsAsync(platform, organizations)).Organizations);
    }

    /// <summary>A token with another last character that is as valid.</summary>
    private static string Altered(string token) => token[..5] + (token[5] == 'A' ? 'B' : 'A') + token[6..];

    private static (string Name, string Zone) Shown(UpdateTeamResponse answer) => (answer.Team.DisplayName, answer.Team.TimeZone);

    private static async Task CreateTeamsAsync(SmallPlatform platform, string organization, params string[] teams)
    {
        foreach (string team in teams)
        {
            await platform.Client.Teams.CreateTeamAsync(new CreateTeamRequest { OrganizationId = organization, TeamId = team, DisplayName = team }, platform.Client.Headers);
        }
    }

    private static AsyncUnaryCall<UpdateTeamResponse> UpdateAsync(SmallPlatform platform, Team team, params string[] mask)
    {
        team.OrganizationId = Organization;
        return platform.Client.Teams.UpdateTeamAsync(new UpdateTeamRequest { Team = team, UpdateMask = new FieldMask { Paths = { mask } } }, platform.Client.Headers);
    }

    private static AsyncUnaryCall<DeleteTeamResponse> DeleteAsync(SmallPlatform platform, string team, bool force = false) =>
        platform.Client.Teams.DeleteTeamAsync(new DeleteTeamRequest { OrganizationId = Organization, TeamId = team, Force = force }, platform.Client.Headers);

    private static AsyncUnaryCall<DeleteOrganizationResponse> DeleteOrganizationAsync(SmallPlatform platform, string id, bool force = false) =>
        platform.Client.Organizations.DeleteOrganizationAsync(new DeleteOrganizationRequest { OrganizationId = id, Force = force }, platform.Client.Headers);

    private static AsyncUnaryCall<ListMembersResponse> MembersAsync(SmallPlatform platform, string organization, string team, string token) => platform.Client.Teams.ListMembersAsync(
        new ListMembersRequest { OrganizationId = organization, TeamId = team, PageSize = 1, PageToken = token }, platform.Client.Headers);

    private static AsyncUnaryCall<ListTeamsResponse> TeamsAsync(SmallPlatform platform, string organization, string token, int size = 1) => platform.Client.Teams.ListTeamsAsync(
        new ListTeamsRequest { OrganizationId = organization, PageSize = size, PageToken = token }, platform.Client.Headers);

    private static AsyncUnaryCall<ListRingAccountsResponse> RingsAsync(SmallPlatform platform, string token, ConnectionState state) => platform.Client.Fleet.ListRingAccountsAsync(
        new ListRingAccountsRequest { OrganizationId = Organization, PageSize = 1, PageToken = token, ConnectionState = state }, platform.Client.Headers);

    private static AsyncUnaryCall<ListOrganizationsResponse> OrganizationsAsync(SmallPlatform platform, string token, int size = 1) => platform.Client.Organizations.ListOrganizationsAsync(
        new ListOrganizationsRequest { PageSize = size, PageToken = token }, platform.Client.Headers);

    private static async Task<List<Team>> ListTeamsAsync(SmallPlatform platform, string organization, int size)
    {
        var all = new List<Team>();
        string token = "";
        do
        {
            ListTeamsResponse page = await TeamsAsync(platform, organization, token, size);
            Assert.InRange(page.Teams.Count, 0, size);
            all.AddRange(page.Teams);
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        return all;
    }

    private static async Task<List<Organization>> ListOrganizationsAsync(SmallPlatform platform, int size)
    {
        var all = new List<Organization>();
        string token = "";
        do
        {
            ListOrganizationsResponse page = await OrganizationsAsync(platform, token, size);
            Assert.InRange(page.Organizations.Count, 0, size);
            all.AddRange(page.Organizations);
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        return all;
    }
}
