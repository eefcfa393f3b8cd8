using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.Options;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.Members;
using OuraTeams.Contracts.Organizations;
using OuraTeams.Contracts.Teams;
using OuraTeams.Grains.Webhooks;
using OuraTeams.Protocol.V1;
using OuraTeams.Server.Joining;

namespace OuraTeams.Server.Api;

/// <summary><c>ourateams.v1.TeamService</c>.</summary>
internal sealed class TeamGrpcService(
    IClusterClient cluster, PersonalTokenConnector personalTokens, TeamRemover remover, PageTokens tokens, IOptions<WebhookOptions> options)
    : TeamService.TeamServiceBase
{
    public override async Task<CreateTeamResponse> CreateTeam(CreateTeamRequest request, ServerCallContext context)
    {
        var check = new FieldChecks();
        TeamKey key = TeamOf(check, request.OrganizationId, request.TeamId);
        var settings = new TeamSettings
        {
            DisplayName = check.Name("display_name", request.DisplayName),
            TimeZone = check.TimeZone("time_zone", request.TimeZone),
        };
        check.ThrowIfAny();
        return await cluster.GetGrain<IOrganizationGrain>(key.Organization).CreateTeamAsync(key.Team, settings) switch
        {
            CreateTeamOutcome.Created => new CreateTeamResponse { Team = Map(key, new TeamView { Settings = settings, Members = 0, Connected = 0 }) },
            CreateTeamOutcome.NoOrganization => throw Refusal.NotFound("organization_id", "organization", key.Organization),
            CreateTeamOutcome.TooMany => throw Refusal.Of(
                Code.ResourceExhausted, $"An organization has at most {IOrganizationGrain.MostTeams} teams."),
            _ => throw Refusal.AlreadyExists("team_id", "team", key.Team),
        };
    }

    public override async Task<GetTeamResponse> GetTeam(GetTeamRequest request, ServerCallContext context)
    {
        TeamKey key = TeamOf(request.OrganizationId, request.TeamId);
        TeamView team = await Grain(key).GetAsync(context.CancellationToken) ?? throw NoTeam(key);
        return new GetTeamResponse { Team = Map(key, team) };
    }

    public override async Task<ListTeamsResponse> ListTeams(ListTeamsRequest request, ServerCallContext context)
    {
        var check = new FieldChecks();
        string organization = check.Id("organization_id", request.OrganizationId);
        int size = check.PageSize("page_size", request.PageSize);
        string[] listing = [nameof(ListTeams), organization];
        string? after = tokens.Read(check, request.PageToken, listing);
        check.ThrowIfAny();
        OrganizationView view = await cluster.GetGrain<IOrganizationGrain>(organization).GetAsync()
            ?? throw Refusal.NotFound("organization_id", "organization", organization);
        TeamKey[] keys = [.. view.Teams.Order(StringComparer.Ordinal).Where(team => string.CompareOrdinal(team, after) > 0).Take(size).Select(team => new TeamKey(organization, team))];
        TeamView?[] teams = await Task.WhenAll(keys.Select(key => Grain(key).GetAsync(context.CancellationToken)));
        return new ListTeamsResponse
        {
            Teams = { keys.Zip(teams).Where(pair => pair.Second is not null).Select(pair => Map(pair.First, pair.Second!)) },
            NextPageToken = tokens.Write(keys.Length == size ? keys[^1].Team : null, listing),
        };
    }

    public override async Task<UpdateTeamResponse> UpdateTeam(UpdateTeamRequest request, ServerCallContext context)
    {
        var check = new FieldChecks();
        Team wanted = request.Team ?? new Team();
        var key = new TeamKey(check.Id("team.organization_id", wanted.OrganizationId), check.Id("team.team_id", wanted.TeamId));
        IReadOnlySet<string> changed = check.Changed("update_mask", request.UpdateMask, ("display_name", wanted.DisplayName), ("time_zone", wanted.TimeZone));
        var change = new TeamChange(
            changed.Contains("display_name") ? check.Name("team.display_name", wanted.DisplayName) : null,
            changed.Contains("time_zone") ? check.TimeZone("team.time_zone", wanted.TimeZone) : null);
        check.ThrowIfAny();
        _ = await Grain(key).UpdateAsync(change) ?? throw NoTeam(key, "team.team_id");
        return new UpdateTeamResponse { Team = Map(key, await Grain(key).GetAsync(context.CancellationToken) ?? throw NoTeam(key, "team.team_id")) };
    }

    public override async Task<DeleteTeamResponse> DeleteTeam(DeleteTeamRequest request, ServerCallContext context)
    {
        TeamKey key = TeamOf(request.OrganizationId, request.TeamId);
        return await remover.RemoveAsync(key, request.Force, context.CancellationToken) ? new DeleteTeamResponse() : throw NoTeam(key);
    }

    public override async Task<InviteMemberResponse> InviteMember(InviteMemberRequest request, ServerCallContext context)
    {
        var check = new FieldChecks();
        TeamKey key = TeamOf(check, request.OrganizationId, request.TeamId);
        string name = check.Name("display_name", request.DisplayName);
        string? requestId = check.RequestId("request_id", request.RequestId);
        check.ThrowIfAny();
        InviteAnswer answer = await Grain(key).InviteAsync(name, requestId);
        Invitation invitation = answer.Outcome switch
        {
            InviteOutcome.Invited => answer.Invitation!,
            InviteOutcome.NoTeam => throw NoTeam(key),
            InviteOutcome.OtherName => throw Refusal.Field(Code.InvalidArgument, "request_id", "The same request id was used with another name."),
            _ => throw Refusal.Field(Code.Aborted, "request_id", "The member of this request is leaving the team just now. Try again."),
        };
        MemberView? member = await Grain(invitation.Member).GetAsync();
        return new InviteMemberResponse
        {
            Member = member is null
                ? new Member { MemberId = invitation.Member.Member, DisplayName = name, ConnectionState = ConnectionState.Invited }
                : Map(member, null),
            JoinLink = JoinLink.Of(options.Value, invitation).AbsoluteUri,
            ExpireTime = invitation.ExpiresAt.ToTimestamp(),
        };
    }

    public override async Task<AddMemberResponse> AddMember(AddMemberRequest request, ServerCallContext context)
    {
        (TeamKey team, MemberKey member) = MemberOf(request.OrganizationId, request.TeamId, request.MemberId);
        return await Grain(team).AddAsync(member) switch
        {
            AddMemberOutcome.NoTeam => throw NoTeam(team),
            AddMemberOutcome.NoMember => throw NoMember(member),
            _ => new AddMemberResponse { Member = await ReadAsync(member) },
        };
    }

    public override async Task<GetMemberResponse> GetMember(GetMemberRequest request, ServerCallContext context)
    {
        var check = new FieldChecks();
        var member = new MemberKey(check.Id("organization_id", request.OrganizationId), check.MemberId("member_id", request.MemberId));
        check.ThrowIfAny();
        return new GetMemberResponse { Member = await ReadAsync(member) };
    }

    public override async Task<ListMembersResponse> ListMembers(ListMembersRequest request, ServerCallContext context)
    {
        var check = new FieldChecks();
        TeamKey key = TeamOf(check, request.OrganizationId, request.TeamId);
        int size = check.PageSize("page_size", request.PageSize);
        string[] listing = [nameof(ListMembers), key.Organization, key.Team];
        string? after = tokens.Read(check, request.PageToken, listing);
        check.ThrowIfAny();
        MemberPage page = await Grain(key).ListMembersAsync(Places.Slot(after), size, context.CancellationToken) ?? throw NoTeam(key);
        return new ListMembersResponse
        {
            Members = { page.Members.Select(listed => Map(listed.Member, listed.Summary)) },
            NextPageToken = tokens.Write(Places.Text(page.Next), listing),
        };
    }

    public override async Task<UpdateMemberResponse> UpdateMember(UpdateMemberRequest request, ServerCallContext context)
    {
        var check = new FieldChecks();
        Member wanted = request.Member ?? new Member();
        var key = new MemberKey(check.Id("organization_id", request.OrganizationId), check.MemberId("member.member_id", wanted.MemberId));
        IReadOnlySet<string> changed = check.Changed("update_mask", request.UpdateMask, ("display_name", wanted.DisplayName));
        string? name = changed.Contains("display_name") ? check.Name("member.display_name", wanted.DisplayName) : null;
        check.ThrowIfAny();
        if (name is not null && await Grain(key).UpdateAsync(name) is null)
        {
            throw NoMember(key, "member.member_id");
        }

        return new UpdateMemberResponse { Member = await ReadAsync(key, "member.member_id") };
    }

    public override async Task<RemoveMemberResponse> RemoveMember(RemoveMemberRequest request, ServerCallContext context)
    {
        (TeamKey team, MemberKey member) = MemberOf(request.OrganizationId, request.TeamId, request.MemberId);

        // A removal that was interrupted may have taken the team from the member and left the slot.
        return await Grain(member).LeaveAsync(team) || await Grain(team).FreeAsync(member) ? new RemoveMemberResponse() : throw NoMember(member);
    }

    public override async Task<CreateJoinLinkResponse> CreateJoinLink(CreateJoinLinkRequest request, ServerCallContext context)
    {
        (TeamKey team, MemberKey member) = MemberOf(request.OrganizationId, request.TeamId, request.MemberId);
        Invitation invitation = await Grain(member).RenewJoinLinkAsync(team) ?? throw NoMember(member);
        return new CreateJoinLinkResponse { JoinLink = JoinLink.Of(options.Value, invitation).AbsoluteUri, ExpireTime = invitation.ExpiresAt.ToTimestamp() };
    }

    public override async Task<ConnectPersonalAccessTokenResponse> ConnectPersonalAccessToken(ConnectPersonalAccessTokenRequest request, ServerCallContext context)
    {
        var check = new FieldChecks();
        TeamKey team = TeamOf(check, request.OrganizationId, request.TeamId);
        var member = new MemberKey(request.OrganizationId, check.MemberId("member_id", request.MemberId));
        string token = check.Token("personal_access_token", request.PersonalAccessToken);
        check.ThrowIfAny();
        MemberView? view = await Grain(member).GetAsync();
        if (view is null || !view.IsIn(team))
        {
            throw NoMember(member);
        }

        await personalTokens.ConnectAsync(member, token);
        return new ConnectPersonalAccessTokenResponse { Member = await ReadAsync(member) };
    }

    public override async Task<DisconnectMemberResponse> DisconnectMember(DisconnectMemberRequest request, ServerCallContext context)
    {
        (TeamKey team, MemberKey member) = MemberOf(request.OrganizationId, request.TeamId, request.MemberId);
        return await Grain(member).DisconnectAsync(team) ? new DisconnectMemberResponse() : throw NoMember(member);
    }

    /// <summary>The member does not exist.</summary>
    internal static RpcException NoMember(MemberKey key, string field = "member_id") => Refusal.NotFound(field, "member", $"{key.Member} in organization {key.Organization}");

    /// <summary>How a member's connection stands.</summary>
    internal static ConnectionState State(ConnectionStatus? status, bool disconnected = false) => status switch
    {
        ConnectionStatus.Connected => ConnectionState.Connected,
        ConnectionStatus.NeedsReconnect => ConnectionState.NeedsReconnect,
        ConnectionStatus.Disconnected => ConnectionState.Disconnected,
        _ => disconnected ? ConnectionState.Disconnected : ConnectionState.Invited,
    };

    /// <summary>Checks organization and team of a request that has nothing else to check.</summary>
    internal static TeamKey TeamOf(string organization, string team)
    {
        var check = new FieldChecks();
        TeamKey key = TeamOf(check, organization, team);
        check.ThrowIfAny();
        return key;
    }

    /// <summary>Checks organization and team of a request.</summary>
    internal static TeamKey TeamOf(FieldChecks check, string organization, string team) =>
        new(check.Id("organization_id", organization), check.Id("team_id", team));

    /// <summary>The team does not exist.</summary>
    internal static RpcException NoTeam(TeamKey key, string field = "team_id") => Refusal.NotFound(field, "team", $"{key.Team} in organization {key.Organization}");

    private static Team Map(TeamKey key, TeamView view) => new()
    {
        OrganizationId = key.Organization,
        TeamId = key.Team,
        DisplayName = view.Settings.DisplayName,
        TimeZone = view.Settings.TimeZone,
        MemberCount = view.Members,
        ConnectedCount = view.Connected,
    };

    private static Member Map(MemberView view, AccountSummary? summary) => new()
    {
        MemberId = view.Member.Member,
        DisplayName = view.DisplayName,
        ConnectionState = State(summary?.Status ?? (view.Account is null ? null : ConnectionStatus.Connected), view.Disconnected),
        ConnectTime = summary?.ConnectedAt?.ToTimestamp(),
        LastSyncTime = summary?.LastSyncedAt?.ToTimestamp(),
        TeamIds = { view.Teams.Where(place => !place.IsLeaving).Select(place => place.Team.Team) },
    };

    /// <summary>Reads one member, with what their ring account says now.</summary>
    private async Task<Member> ReadAsync(MemberKey key, string field = "member_id")
    {
        MemberView view = await Grain(key).GetAsync() ?? throw NoMember(key, field);
        Member member = Map(view, null);
        if (view.Account is { } account)
        {
            AccountSummary now = (await cluster.GetGrain<IRingAccountGrain>(account.ToString()).GetStatusAsync()).Summary;
            member.ConnectionState = State(now.Status);
            member.ConnectTime = now.ConnectedAt?.ToTimestamp();
            member.LastSyncTime = now.LastSyncedAt?.ToTimestamp();
        }

        return member;
    }

    private static (TeamKey Team, MemberKey Member) MemberOf(string organization, string team, string member)
    {
        var check = new FieldChecks();
        TeamKey key = TeamOf(check, organization, team);
        string id = check.MemberId("member_id", member);
        check.ThrowIfAny();
        return (key, new MemberKey(organization, id));
    }

    private IMemberGrain Grain(MemberKey key) => cluster.GetGrain<IMemberGrain>(key.ToString());

    private ITeamGrain Grain(TeamKey key) => cluster.GetGrain<ITeamGrain>(key.ToString());
}
