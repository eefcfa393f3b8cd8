using Google.Rpc;
using Grpc.Core;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.Organizations;
using OuraTeams.Contracts.Teams;
using OuraTeams.Oura.Apps;
using OuraTeams.Protocol.V1;

namespace OuraTeams.Server.Api;

/// <summary><c>ourateams.v1.OrganizationService</c>.</summary>
internal sealed class OrganizationGrpcService(IClusterClient cluster, OuraApps apps, TeamRemover teams, PageTokens tokens) : OrganizationService.OrganizationServiceBase
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
        switch (await organization.CreateAsync(new OrganizationSettings { DisplayName = name, App = app }))
        {
            case CreateOrganizationOutcome.Exists:
                throw Refusal.AlreadyExists("organization_id", "organization", id);
            case CreateOrganizationOutcome.TooMany:
                throw Refusal.Of(Code.ResourceExhausted, "There is no room for another organization with this id; choose another id.");
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

    public override async Task<ListOrganizationsResponse> ListOrganizations(ListOrganizationsRequest request, ServerCallContext context)
    {
        var check = new FieldChecks();
        int size = check.PageSize("page_size", request.PageSize);
        string? after = tokens.Read(check, request.PageToken, nameof(ListOrganizations));
        check.ThrowIfAny();
        IReadOnlyList<string>[] shares = await Task.WhenAll(OrganizationDirectory.Keys.Select(key =>
            cluster.GetGrain<IOrganizationDirectoryGrain>(key).ListAsync(after ?? "", size))).WaitAsync(context.CancellationToken);
        string[] ids = [.. shares.SelectMany(share => share).Order(StringComparer.Ordinal).Take(size)];
        OrganizationView?[] views = await Task.WhenAll(ids.Select(id => cluster.GetGrain<IOrganizationGrain>(id).GetAsync())).WaitAsync(context.CancellationToken);
        return new ListOrganizationsResponse
        {
            Organizations = { ids.Zip(views).Where(pair => pair.Second is not null).Select(pair => Map(pair.First, pair.Second!)) },
            NextPageToken = tokens.Write(ids.Length == size ? ids[^1] : null, nameof(ListOrganizations)),
        };
    }

    public override async Task<UpdateOrganizationResponse> UpdateOrganization(UpdateOrganizationRequest request, ServerCallContext context)
    {
        var check = new FieldChecks();
        Organization wanted = request.Organization ?? new Organization();
        string id = check.Id("organization.organization_id", wanted.OrganizationId);
        IReadOnlySet<string> changed = check.Changed("update_mask", request.UpdateMask, ("display_name", wanted.DisplayName));
        string? name = changed.Contains("display_name") ? check.Name("organization.display_name", wanted.DisplayName) : null;
        check.ThrowIfAny();
        IOrganizationGrain grain = cluster.GetGrain<IOrganizationGrain>(id);
        OrganizationView view = await (name is null ? grain.GetAsync() : grain.UpdateAsync(name))
            ?? throw Refusal.NotFound("organization.organization_id", "organization", id);
        return new UpdateOrganizationResponse { Organization = Map(id, view) };
    }

    public override async Task<DeleteOrganizationResponse> DeleteOrganization(DeleteOrganizationRequest request, ServerCallContext context)
    {
        var check = new FieldChecks();
        string id = check.Id("organization_id", request.OrganizationId);
        check.ThrowIfAny();
        IOrganizationGrain grain = cluster.GetGrain<IOrganizationGrain>(id);
        switch (await grain.BeginDeletionAsync(request.Force))
        {
            case DeletionProgress.NotFound:
                throw Refusal.NotFound("organization_id", "organization", id);
            case DeletionProgress.NotEmpty:
                throw Refusal.Field(Code.FailedPrecondition, "organization_id", "The organization has teams. Delete them first, or set force.");
        }

        foreach (string team in (await grain.GetAsync())?.Teams ?? [])
        {
            await teams.RemoveAsync(new TeamKey(id, team), force: true, context.CancellationToken);
        }

        return await grain.ClearAsync()
            ? new DeleteOrganizationResponse()
            : throw Refusal.Of(Code.Aborted, "Not every team could be deleted yet; call again to go on.");
    }

    private static Organization Map(string id, OrganizationView view) => new()
    {
        OrganizationId = id,
        DisplayName = view.Settings.DisplayName,
        OuraApp = view.Settings.App,
        TeamIds = { view.Teams },
    };
}
