using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Balancer;
using Grpc.Net.Client.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OuraTeams.Protocol.V1;

namespace OuraTeams.EndToEnd;

/// <summary>A gRPC client with the server's development token.</summary>
internal sealed class Client : IDisposable
{
    public Client(ServerSettings settings, string? token = null)
        : this(GrpcChannel.ForAddress(settings.Grpc), token ?? settings.Values.GetValueOrDefault("Access:Token") ?? File.ReadAllText(Path.Combine(settings.Values["Storage:DataFolder"]!, "development.token")).Trim())
    {
    }

    /// <summary>Over several servers: each call goes to one that can be reached.</summary>
    public Client(IEnumerable<Uri> servers, string token)
        : this(Several(servers), token)
    {
    }

    private Client(GrpcChannel channel, string token)
    {
        Channel = channel;
        Headers = new Metadata { { "authorization", $"Bearer {token}" } };
        Organizations = new OrganizationService.OrganizationServiceClient(Channel);
        Teams = new TeamService.TeamServiceClient(Channel);
        Metrics = new MetricsService.MetricsServiceClient(Channel);
        Fleet = new FleetService.FleetServiceClient(Channel);
    }

    public GrpcChannel Channel { get; }

    public Metadata Headers { get; }

    public OrganizationService.OrganizationServiceClient Organizations { get; }

    public TeamService.TeamServiceClient Teams { get; }

    public MetricsService.MetricsServiceClient Metrics { get; }

    public FleetService.FleetServiceClient Fleet { get; }

    public async Task<TeamSummary> SummaryAsync(string organization, string team, DateOnly day) =>
        (await Metrics.GetTeamSummaryAsync(
            new GetTeamSummaryRequest { OrganizationId = organization, TeamId = team, Day = $"{day:yyyy-MM-dd}" }, Headers)).Summary;

    public void Dispose() => Channel.Dispose();

    private static GrpcChannel Several(IEnumerable<Uri> servers)
    {
        BalancerAddress[] addresses = [.. servers.Select(server => new BalancerAddress(server.Host, server.Port))];
        var resolvers = new ServiceCollection().AddSingleton<ResolverFactory>(new StaticResolverFactory(_ => addresses)).BuildServiceProvider();
        return GrpcChannel.ForAddress("static:///servers", new GrpcChannelOptions
        {
            Credentials = ChannelCredentials.Insecure,
            ServiceProvider = resolvers,
            ServiceConfig = new ServiceConfig { LoadBalancingConfigs = { new RoundRobinConfig() } },
        });
    }
}
