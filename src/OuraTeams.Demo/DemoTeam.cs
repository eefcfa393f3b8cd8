using Grpc.Core;
using Grpc.Net.Client;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;
using OuraTeams.Server.Host;

namespace OuraTeams.Demo;

/// <summary>Sets up the demo's organization, team and members over gRPC and HTTP, as any client would; goes on where an earlier start ended.</summary>
internal sealed class DemoTeam : IDisposable
{
    /// <summary>Id of the demo's organization.</summary>
    public const string Organization = "demo-club";

    /// <summary>Id of the demo's team.</summary>
    public const string Team = "first-team";

    private const int Parallelism = 8;
    private const int PageSize = 200;
    private readonly GrpcChannel _channel;
    private readonly Metadata _headers;

    public DemoTeam(ServerAddresses server)
    {
        _channel = GrpcChannel.ForAddress(server.Grpc);
        _headers = new Metadata { { "authorization", $"Bearer {server.Token}" } };
        Metrics = new MetricsService.MetricsServiceClient(_channel);
    }

    /// <summary>Client of the aggregates.</summary>
    public MetricsService.MetricsServiceClient Metrics { get; }

    /// <summary>Headers that every call needs.</summary>
    public Metadata Headers => _headers;

    /// <summary>Makes what is missing.</summary>
    /// <param name="people">The stand-in's people; each gets a place in the team.</param>
    /// <param name="joined">Told each time that one more is connected.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task EnsureAsync(IReadOnlyList<SandboxMember> people, Action<int> joined, CancellationToken cancellation)
    {
        var organizations = new OrganizationService.OrganizationServiceClient(_channel);
        var teams = new TeamService.TeamServiceClient(_channel);
        await UnlessThereAsync(async () => await organizations.CreateOrganizationAsync(
            new CreateOrganizationRequest { OrganizationId = Organization, DisplayName = "Demo Club" }, _headers, cancellationToken: cancellation));
        await UnlessThereAsync(async () => await teams.CreateTeamAsync(
            new CreateTeamRequest { OrganizationId = Organization, TeamId = Team, DisplayName = "First team" }, _headers, cancellationToken: cancellation));
        HashSet<string> connected = await ConnectedAsync(teams, cancellation);
        int count = people.Count(person => connected.Contains(person.Name));
        joined(count);
        await Parallel.ForEachAsync(
            people.Where(person => !connected.Contains(person.Name)),
            new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellation },
            async (person, stop) =>
            {
                InviteMemberResponse invitation = await teams.InviteMemberAsync(
                    new InviteMemberRequest { OrganizationId = Organization, TeamId = Team, DisplayName = person.Name }, _headers, cancellationToken: stop);
                await DemoMember.JoinAsync(new Uri(invitation.JoinLink), person, stop);
                joined(Interlocked.Increment(ref count));
            });
    }

    public void Dispose() => _channel.Dispose();

    private static async Task UnlessThereAsync(Func<Task> create)
    {
        try
        {
            await create();
        }
        catch (RpcException refusal) when (refusal.StatusCode == StatusCode.AlreadyExists)
        {
            // An earlier start has created it.
        }
    }

    private async Task<HashSet<string>> ConnectedAsync(TeamService.TeamServiceClient teams, CancellationToken cancellation)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        string token = "";
        do
        {
            ListMembersResponse page = await teams.ListMembersAsync(
                new ListMembersRequest { OrganizationId = Organization, TeamId = Team, PageSize = PageSize, PageToken = token }, _headers, cancellationToken: cancellation);
            names.UnionWith(page.Members.Where(member => member.ConnectionState == ConnectionState.Connected).Select(member => member.DisplayName));
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        return names;
    }
}
