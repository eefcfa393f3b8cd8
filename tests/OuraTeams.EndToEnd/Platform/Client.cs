using Grpc.Core;
using Grpc.Net.Client;
using OuraTeams.Protocol.V1;

namespace OuraTeams.EndToEnd;

/// <summary>A gRPC client with the server's development token.</summary>
internal sealed class Client : IDisposable
{
    public Client(ServerSettings settings, string? token = null)
    {
        Channel = GrpcChannel.ForAddress(settings.Grpc);
        token ??= File.ReadAllText(Path.Combine(settings.Values["Storage:DataFolder"]!, "development.token")).Trim();
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
}
