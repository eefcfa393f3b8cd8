using Google.Rpc;
using Grpc.Core;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;

namespace OuraTeams.EndToEnd;

/// <summary>Rings that are connected with a Personal Access Token.</summary>
public sealed class PersonalTokenTests
{
    private const string First = "PAT-OF-THE-FIRST-MEMBER-0123456789";
    private const string Second = "PAT-OF-THE-SECOND-MEMBER-012345678";
    private const string Field = "personal_access_token";

    [Fact]
    public async Task A_ring_is_read_with_it_counted_in_its_budget_and_its_withdrawal_shows()
    {
        await using SmallPlatform platform = await StartAsync(settings =>
        {
            settings["Budget:Block"] = "1";
            settings["Accounts:ReconcilePeriod"] = "00:00:10";
        });
        Member member = await InviteAsync(platform, "First");

        Member connected = (await ConnectAsync(platform, member, First)).Member;

        Assert.Equal((member.MemberId, ConnectionState.Connected), (connected.MemberId, connected.ConnectionState));
        await platform.IsRightAsync([platform.People[0]]);
        await Eventually.HoldsAsync(
            async () => await platform.AccountAsync(member) is { HistoryPartsLeft: 0 } account && account.Budget.Spent == platform.Sandbox.Requests.Of(First),
            "the history is read, and every request is counted, the one that found the account too",
            120);

        platform.Sandbox.WithdrawPersonalToken(First);
        await Eventually.HoldsAsync(
            async () =>
            {
                await platform.WakeAsync();
                return (await platform.AccountAsync(member)).ConnectionState == ConnectionState.NeedsReconnect;
            },
            "the member must connect again");
        Assert.Equal(ReconnectReason.Revoked, (await platform.AccountAsync(member)).ReconnectReason);
        Assert.Equal(ReconnectReason.Revoked, (await platform.ToldAsync(member, ConnectionState.NeedsReconnect)).ReconnectReason);
    }

    [Fact]
    public async Task What_is_wrong_with_a_token_is_said_in_plain_words_and_changes_nothing()
    {
        await using SmallPlatform platform = await StartAsync();
        Member first = await InviteAsync(platform, "First");
        Member second = await InviteAsync(platform, "Second");

        RpcException wrong = await RefusedAsync(StatusCode.InvalidArgument, platform, first, "PAT-OF-NOBODY");
        Assert.Equal("personal_access_token: Oura refuses this token.", wrong.Status.Detail);
        await RefusedAsync(StatusCode.InvalidArgument, platform, first, "");
        await RefusedAsync(StatusCode.InvalidArgument, platform, first, "two words");
        await RefusedAsync(StatusCode.InvalidArgument, platform, first, "line\r\nX-Other: header");
        Assert.All(await platform.MembersAsync(), member => Assert.Equal(ConnectionState.Invited, member.ConnectionState));

        platform.Sandbox.World.SetMembership(platform.People[0].Id, active: false);
        RpcException lapsed = await RefusedAsync(StatusCode.FailedPrecondition, platform, first, First);
        Assert.Contains("membership has lapsed", lapsed.Status.Detail, StringComparison.Ordinal);
        platform.Sandbox.World.SetMembership(platform.People[0].Id, active: true);
        platform.Sandbox.Faults.Add(new Fault { Kind = FaultKind.ServerError, Where = "/v2/usercollection/personal_info", Times = 3 });
        RpcException down = await Assert.ThrowsAsync<RpcException>(() => ConnectAsync(platform, first, First));
        Assert.Equal(StatusCode.Unavailable, down.StatusCode);

        await ConnectAsync(platform, first, First);
        RpcException twin = await RefusedAsync(StatusCode.AlreadyExists, platform, second, First);
        Assert.Contains("Another member of the organization has connected this ring already.", twin.Status.Detail, StringComparison.Ordinal);
        RpcException other = await RefusedAsync(StatusCode.FailedPrecondition, platform, first, Second);
        Assert.Contains("another ring", other.Status.Detail, StringComparison.Ordinal);
        Assert.Equal([ConnectionState.Connected, ConnectionState.Invited], (await platform.MembersAsync()).Select(member => member.ConnectionState));
    }

    [Fact]
    public async Task A_member_is_found_only_in_their_own_team()
    {
        await using SmallPlatform platform = await StartAsync();
        await platform.Client.Teams.CreateTeamAsync(
            new CreateTeamRequest { OrganizationId = SmallPlatform.Organization, TeamId = "other", DisplayName = "Other" }, platform.Client.Headers);
        Member member = await InviteAsync(platform, "First");

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(() => ConnectAsync(platform, member, First, "other"));

        Assert.Equal(StatusCode.NotFound, refusal.StatusCode);
        Assert.Equal(0, platform.Sandbox.Requests.Of(First));
    }

    private static Task<SmallPlatform> StartAsync(Action<Dictionary<string, string?>>? settings = null) => SmallPlatform.StartAsync(
        2,
        settings,
        sandbox =>
        {
            sandbox.Generation = OuraGeneration.V129;
            sandbox.PersonalAccessTokens.Add(First);
            sandbox.PersonalAccessTokens.Add(Second);
        },
        join: false);

    private static async Task<Member> InviteAsync(SmallPlatform platform, string name) => (await platform.Client.Teams.InviteMemberAsync(
        new InviteMemberRequest { OrganizationId = SmallPlatform.Organization, TeamId = SmallPlatform.Team, DisplayName = name }, platform.Client.Headers)).Member;

    private static async Task<ConnectPersonalAccessTokenResponse> ConnectAsync(SmallPlatform platform, Member member, string token, string team = SmallPlatform.Team) =>
        await platform.Client.Teams.ConnectPersonalAccessTokenAsync(
            new ConnectPersonalAccessTokenRequest { OrganizationId = SmallPlatform.Organization, TeamId = team, MemberId = member.MemberId, PersonalAccessToken = token },
            platform.Client.Headers);

    private static async Task<RpcException> RefusedAsync(StatusCode status, SmallPlatform platform, Member member, string token)
    {
        RpcException refusal = await Assert.ThrowsAsync<RpcException>(() => ConnectAsync(platform, member, token));
        Assert.Equal(status, refusal.StatusCode);
        Assert.Equal([Field], refusal.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(violation => violation.Field));
        Assert.True(token.Length == 0 || !refusal.ToString().Contains(token, StringComparison.Ordinal));
        return refusal;
    }
}
