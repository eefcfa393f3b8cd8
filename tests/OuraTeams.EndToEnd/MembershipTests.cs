using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Data.Sqlite;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;

namespace OuraTeams.EndToEnd;

/// <summary>Members join teams, change and leave.</summary>
public sealed class MembershipTests
{
    private const string Organization = SmallPlatform.Organization;
    private const string Squad = SmallPlatform.Team;
    private const string Second = "second";

    [Fact]
    public async Task A_member_of_two_teams_counts_in_both_and_leaves_them_one_by_one()
    {
        await using SmallPlatform platform = await StartAsync(2);
        (SandboxMember both, SandboxMember other) = (platform.People[0], platform.People[1]);
        string id = (await platform.MembersAsync()).Single(known => known.DisplayName == both.Name).MemberId;
        await platform.IsRightAsync();

        Member added = await AddAsync(platform, id);
        Assert.Equal([Squad, Second], added.TeamIds);
        Assert.Equal(ConnectionState.Connected, added.ConnectionState);
        await AddAsync(platform, id);
        await SecondIsRightAsync(platform, both);
        Assert.Equal(id, Assert.Single(await ListAsync(platform, Second)).MemberId);
        Assert.Equal(2, (await FleetAsync(platform)).Count);

        await platform.Client.Teams.RemoveMemberAsync(Removal(id, Squad), platform.Client.Headers);

        // At once, not eventually.
        TeamSummary left = await platform.Client.SummaryAsync(Organization, Squad, platform.Yesterday);
        Assert.Null(Truth.Difference(platform.Sandbox.World, [other], left));
        Assert.Equal((1, 0), (left.MemberCount, left.MissingCount));
        Assert.Equal(other.Name, Assert.Single(await platform.MembersAsync()).DisplayName);
        Assert.Equal([Second], (await GetAsync(platform, id)).TeamIds);
        await Refused.NamesAsync(StatusCode.NotFound, "member_id", platform.Client.Teams.RemoveMemberAsync(Removal(id, Squad), platform.Client.Headers));
        platform.Revise(both);
        await SecondIsRightAsync(platform, both);
        await Eventually.HoldsAsync(async () => (await FleetAsync(platform)).Count == 2, "the account is listed with the team that is left");

        await platform.Client.Teams.RemoveMemberAsync(Removal(id, Second), platform.Client.Headers);

        Assert.Equal((0, 0), await CountsAsync(platform, Second));
        await Refused.NamesAsync(StatusCode.NotFound, "member_id", platform.Client.Teams.GetMemberAsync(new GetMemberRequest { OrganizationId = Organization, MemberId = id }, platform.Client.Headers));
        await Refused.NamesAsync(StatusCode.NotFound, "member_id", platform.Client.Teams.RemoveMemberAsync(Removal(id, Second), platform.Client.Headers));
        await Eventually.HoldsAsync(
            async () => !platform.Sandbox.HasGrant(both.Id) && await RowsAsync(platform, both.Id) == 0 && await RowsAsync(platform, id) == 0,
            "nothing is stored of the member or their account, and the grant is revoked");
        await platform.IsRightAsync([other]);
        Assert.Single(await FleetAsync(platform));
    }

    [Fact]
    public async Task Whoever_comes_next_has_the_place_of_a_member_who_left_and_none_of_their_figures()
    {
        await using SmallPlatform platform = await StartAsync(3, join: 2);
        await platform.IsRightAsync(platform.People.Take(2).ToList());
        IReadOnlyList<Member> before = await platform.MembersAsync();
        SandboxMember stays = platform.People.Single(person => person.Name == before[1].DisplayName);

        await platform.Client.Teams.RemoveMemberAsync(Removal(before[0].MemberId, Squad), platform.Client.Headers);
        Uri link = await Members.InviteAsync(platform.Client, Organization, Squad, platform.People[2].Name);

        Assert.Equal([platform.People[2].Name, stays.Name], (await platform.MembersAsync()).Select(member => member.DisplayName));
        await platform.IsRightAsync([stays]);
        await Members.JoinAsync(link, platform.People[2]);
        await platform.IsRightAsync([stays, platform.People[2]]);
    }

    [Fact]
    public async Task A_member_who_is_in_no_team_can_not_be_added_and_neither_can_one_of_another_organization()
    {
        await using SmallPlatform platform = await StartAsync(1, join: 0);
        await Members.JoinAllAsync(platform.Client, "other", Squad, []);
        await Members.InviteAsync(platform.Client, "other", Squad, "Anna");
        string foreign = (await platform.Client.Teams.ListMembersAsync(new ListMembersRequest { OrganizationId = "other", TeamId = Squad }, platform.Client.Headers)).Members.Single().MemberId;

        await Refused.NamesAsync(StatusCode.NotFound, "member_id", platform.Client.Teams.AddMemberAsync(Addition(foreign, Second), platform.Client.Headers));
        await Refused.NamesAsync(StatusCode.NotFound, "member_id", platform.Client.Teams.AddMemberAsync(Addition(Guid.NewGuid().ToString(), Second), platform.Client.Headers));
        await Refused.NamesAsync(StatusCode.NotFound, "team_id", platform.Client.Teams.AddMemberAsync(Addition(foreign, "nobody"), platform.Client.Headers));

        Assert.Equal((0, 0), await CountsAsync(platform, Second));
    }

    [Fact]
    public async Task A_member_is_renamed_and_what_is_wrong_with_a_change_names_the_field()
    {
        await using SmallPlatform platform = await StartAsync(1, join: 0);
        await Members.InviteAsync(platform.Client, Organization, Squad, "Anna");
        string id = (await platform.MembersAsync()).Single().MemberId;

        Assert.Equal("Anne", (await UpdateAsync(platform, id, "Anne")).Member.DisplayName);
        Assert.Equal("Anja", (await UpdateAsync(platform, id, "Anja", "display_name")).Member.DisplayName);
        Assert.Equal("Anja", (await UpdateAsync(platform, id, "")).Member.DisplayName);
        Assert.Equal("Anja", (await platform.MembersAsync()).Single().DisplayName);

        await Refused.NamesAsync(StatusCode.InvalidArgument, "member.display_name", UpdateAsync(platform, id, "", "display_name"));
        await Refused.NamesAsync(StatusCode.InvalidArgument, "member.display_name", UpdateAsync(platform, id, new string('a', 101)));
        await Refused.NamesAsync(StatusCode.InvalidArgument, "update_mask", UpdateAsync(platform, id, "Anna", "team_ids"));
        await Refused.NamesAsync(StatusCode.NotFound, "member.member_id", UpdateAsync(platform, Guid.NewGuid().ToString(), "Anna"));
        Assert.Equal("Anja", (await GetAsync(platform, id)).DisplayName);
    }

    [Fact]
    public async Task The_same_request_twice_gives_one_member_and_the_newer_link_is_the_one_that_works()
    {
        await using SmallPlatform platform = await StartAsync(1, join: 0);

        InviteMemberResponse first = await InviteAsync(platform, "Anna", "request-1");
        InviteMemberResponse again = await InviteAsync(platform, "Anna", "request-1");
        InviteMemberResponse[] atOnce = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => InviteAsync(platform, "Bert", "request-2").ResponseAsync));

        Assert.Equal(first.Member.MemberId, again.Member.MemberId);
        Assert.Single(atOnce.DistinctBy(answer => answer.Member.MemberId));
        Assert.Equal(["Anna", "Bert"], (await platform.MembersAsync()).Select(member => member.DisplayName));
        await Refused.NamesAsync(StatusCode.InvalidArgument, "request_id", InviteAsync(platform, "Cleo", "request-1"));
        await Refused.NamesAsync(StatusCode.InvalidArgument, "request_id", InviteAsync(platform, "Cleo", new string('r', 101)));
        using var browser = new Browser();
        Assert.NotEqual(200, (int)(await browser.GoAsync(new Uri(first.JoinLink))).Status);
        Assert.Equal("Your ring is connected", (await Members.JoinAsync(new Uri(again.JoinLink), platform.People[0])).Title);

        // Without an id of the request, each is a member of their own.
        await InviteAsync(platform, "Dora", "");
        await InviteAsync(platform, "Dora", "");
        Assert.Equal(4, (await platform.MembersAsync()).Count);
    }

    private static async Task<SmallPlatform> StartAsync(int people, int? join = null)
    {
        SmallPlatform platform = await SmallPlatform.StartAsync(people, join: false);
        await platform.Client.Teams.CreateTeamAsync(new CreateTeamRequest { OrganizationId = Organization, TeamId = Second, DisplayName = "Second" }, platform.Client.Headers);
        await Members.JoinMoreAsync(platform.Client, Organization, Squad, [.. platform.People.Take(join ?? people)]);
        return platform;
    }

    private static AddMemberRequest Addition(string member, string team) => new() { OrganizationId = Organization, TeamId = team, MemberId = member };

    private static RemoveMemberRequest Removal(string member, string team) => new() { OrganizationId = Organization, TeamId = team, MemberId = member };

    private static async Task<Member> AddAsync(SmallPlatform platform, string member) =>
        (await platform.Client.Teams.AddMemberAsync(Addition(member, Second), platform.Client.Headers)).Member;

    private static async Task<Member> GetAsync(SmallPlatform platform, string member) =>
        (await platform.Client.Teams.GetMemberAsync(new GetMemberRequest { OrganizationId = Organization, MemberId = member }, platform.Client.Headers)).Member;

    private static AsyncUnaryCall<UpdateMemberResponse> UpdateAsync(SmallPlatform platform, string member, string name, params string[] mask) => platform.Client.Teams.UpdateMemberAsync(
        new UpdateMemberRequest { OrganizationId = Organization, Member = new Member { MemberId = member, DisplayName = name }, UpdateMask = new FieldMask { Paths = { mask } } },
        platform.Client.Headers);

    private static AsyncUnaryCall<InviteMemberResponse> InviteAsync(SmallPlatform platform, string name, string request) => platform.Client.Teams.InviteMemberAsync(
        new InviteMemberRequest { OrganizationId = Organization, TeamId = Squad, DisplayName = name, RequestId = request }, platform.Client.Headers);

    private static async Task<IReadOnlyList<Member>> ListAsync(SmallPlatform platform, string team) =>
        (await platform.Client.Teams.ListMembersAsync(new ListMembersRequest { OrganizationId = Organization, TeamId = team }, platform.Client.Headers)).Members;

    private static async Task<IReadOnlyList<RingAccount>> FleetAsync(SmallPlatform platform) =>
        (await platform.Client.Fleet.ListRingAccountsAsync(new ListRingAccountsRequest { OrganizationId = Organization }, platform.Client.Headers)).RingAccounts;

    private static async Task<(int Members, int Reporting)> CountsAsync(SmallPlatform platform, string team)
    {
        TeamSummary summary = await platform.Client.SummaryAsync(Organization, team, platform.Yesterday);
        return (summary.MemberCount, summary.ReportingCount);
    }

    private static Task SecondIsRightAsync(SmallPlatform platform, params SandboxMember[] people) =>
        Truth.HoldsAsync(platform.Sandbox.World, people, () => platform.Client.SummaryAsync(Organization, Second, platform.Yesterday));

    /// <summary>Stored rows whose key ends with an id.</summary>
    private static async Task<long> RowsAsync(SmallPlatform platform, string id)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(platform.DataFolder, "state.db")};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM OrleansStorage WHERE GrainIdExtensionString LIKE $key";
        command.Parameters.AddWithValue("$key", $"%/{id}");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
