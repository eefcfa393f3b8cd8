using System.Buffers.Binary;
using System.Buffers.Text;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;
using OuraTeams.Contracts;
using OuraTeams.Grains;
using OuraTeams.Protocol.V1;

namespace OuraTeams.Server;

/// <summary><c>ourateams.v1.TeamService</c>.</summary>
internal sealed class TeamGrpcService(IClusterClient cluster, PersonalTokenConnector personalTokens, IOptions<WebhookOptions> options) : TeamService.TeamServiceBase
{
    private const int DefaultPageSize = 50;
    private const int LargestPageSize = 200;

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
            _ => throw Refusal.AlreadyExists("team_id", "team", key.Team),
        };
    }

    public override async Task<GetTeamResponse> GetTeam(GetTeamRequest request, ServerCallContext context)
    {
        TeamKey key = TeamOf(request.OrganizationId, request.TeamId);
        TeamView team = await Grain(key).GetAsync() ?? throw NoTeam(key);
        return new GetTeamResponse { Team = Map(key, team) };
    }

    public override async Task<InviteMemberResponse> InviteMember(InviteMemberRequest request, ServerCallContext context)
    {
        var check = new FieldChecks();
        TeamKey key = TeamOf(check, request.OrganizationId, request.TeamId);
        string name = check.Name("display_name", request.DisplayName);
        check.ThrowIfAny();
        Invitation invitation = await Grain(key).InviteAsync(name) ?? throw NoTeam(key);
        return new InviteMemberResponse
        {
            Member = new Member { MemberId = invitation.Member.Member, DisplayName = name, ConnectionState = ConnectionState.Invited },
            JoinLink = JoinLink.Of(options.Value, invitation).AbsoluteUri,
            ExpireTime = invitation.ExpiresAt.ToTimestamp(),
        };
    }

    public override async Task<ListMembersResponse> ListMembers(ListMembersRequest request, ServerCallContext context)
    {
        var check = new FieldChecks();
        TeamKey key = TeamOf(check, request.OrganizationId, request.TeamId);
        check.Require(request.PageSize is >= 0 and <= LargestPageSize, "page_size", $"must be 0 to {LargestPageSize}");
        int? start = ReadPageToken(request.PageToken);
        check.Require(start is not null, "page_token", "must be the next_page_token of an earlier answer");
        check.ThrowIfAny();
        RosterPage page = await Grain(key).ListMembersAsync(start!.Value, request.PageSize == 0 ? DefaultPageSize : request.PageSize) ?? throw NoTeam(key);
        return new ListMembersResponse
        {
            Members = { page.Members.Select(Map) },
            NextPageToken = page.Next is { } next ? PageToken(next) : "",
        };
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
        if (view is null || !view.Teams.Contains(team))
        {
            throw NoMember(member);
        }

        await personalTokens.ConnectAsync(member, token);
        return new ConnectPersonalAccessTokenResponse { Member = Map((await Grain(member).GetAsync())!) };
    }

    public override async Task<DisconnectMemberResponse> DisconnectMember(DisconnectMemberRequest request, ServerCallContext context)
    {
        (TeamKey team, MemberKey member) = MemberOf(request.OrganizationId, request.TeamId, request.MemberId);
        return await Grain(member).DisconnectAsync(team) ? new DisconnectMemberResponse() : throw NoMember(member);
    }

    /// <summary>The member does not exist.</summary>
    internal static RpcException NoMember(MemberKey key) => Refusal.NotFound("member_id", "member", $"{key.Member} in organization {key.Organization}");

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
    internal static RpcException NoTeam(TeamKey key) => Refusal.NotFound("team_id", "team", $"{key.Team} in organization {key.Organization}");

    private static string PageToken(int start)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, start);
        return Base64Url.EncodeToString(bytes);
    }

    private static int? ReadPageToken(string token)
    {
        if (token.Length == 0)
        {
            return 0;
        }

        Span<byte> bytes = stackalloc byte[sizeof(int)];
        return Base64Url.IsValid(token, out int length) && length == sizeof(int)
            && Base64Url.TryDecodeFromChars(token, bytes, out _)
            && BinaryPrimitives.ReadInt32LittleEndian(bytes) is > 0 and var start
            ? start
            : null;
    }

    private static Team Map(TeamKey key, TeamView view) => new()
    {
        OrganizationId = key.Organization,
        TeamId = key.Team,
        DisplayName = view.Settings.DisplayName,
        TimeZone = view.Settings.TimeZone,
        MemberCount = view.Members,
        ConnectedCount = view.Connected,
    };

    private static Member Map(MemberView view) => new()
    {
        MemberId = view.Member.Member,
        DisplayName = view.DisplayName,
        ConnectionState = State(view.Account?.Summary.Status, view.Disconnected),
        ConnectTime = view.Account?.Summary.ConnectedAt?.ToTimestamp(),
        LastSyncTime = view.Account?.Summary.LastSyncedAt?.ToTimestamp(),
    };

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
