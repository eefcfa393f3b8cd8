using Grpc.Core;
using OuraTeams.Contracts;
using OuraTeams.Oura;
using OuraTeams.Protocol.V1;

namespace OuraTeams.Server;

/// <summary><c>ourateams.v1.OrganizationService</c>.</summary>
internal sealed class OrganizationGrpcService(IClusterClient cluster, OuraApps apps) : OrganizationService.OrganizationServiceBase
{
    public override async Task<CreateOrganizationResponse> CreateOrganization(CreateOrganizationRequest request, ServerCallContext context)
    {
        var check = new FieldChecks();
        string id = check.Id("organization_id", request.OrganizationId);
        string name = check.Name("display_name", request.DisplayName);
        string app = request.OuraApp.Length == 0 && apps.All.Count == 1 ? apps.All.Single().Name : request.OuraApp;
        check.Require(apps.Find(app) is not null, "oura_app", apps.All.Count switch
        {
            0 => "can't be set: the server's settings name no Oura app (Oura:Apps)",
            _ => $"must be one of {string.Join(", ", apps.All.Select(known => known.Name))}",
        });
        check.ThrowIfAny();

        IOrganizationGrain organization = cluster.GetGrain<IOrganizationGrain>(id);
        if (!await organization.CreateAsync(new OrganizationSettings { DisplayName = name, App = app }))
        {
            throw Refusal.AlreadyExists("organization_id", "organization", id);
        }

        return new CreateOrganizationResponse { Organization = Map(id, (await organization.GetAsync())!) };
    }

    public override async Task<GetOrganizationResponse> GetOrganization(GetOrganizationRequest request, ServerCallContext context)
    {
        var check = new FieldChecks();
        string id = check.Id("organization_id", request.OrganizationId);
        check.ThrowIfAny();
        OrganizationView organization = await cluster.GetGrain<IOrganizationGrain>(id).GetAsync()
            ?? throw Refusal.NotFound("organization_id", "organization", id);
        return new GetOrganizationResponse { Organization = Map(id, organization) };
    }

    private static Organization Map(string id, OrganizationView view) => new()
    {
        OrganizationId = id,
        DisplayName = view.Settings.DisplayName,
        OuraApp = view.Settings.App,
        TeamIds = { view.Teams },
    };
}
