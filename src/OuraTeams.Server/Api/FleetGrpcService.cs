using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Budgets;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.Members;
using OuraTeams.Contracts.Organizations;
using OuraTeams.Contracts.Teams;
using OuraTeams.Contracts.Webhooks;
using OuraTeams.Oura.Apps;
using OuraTeams.Protocol.V1;

namespace OuraTeams.Server.Api;

/// <summary><c>ourateams.v1.FleetService</c>.</summary>
internal sealed class FleetGrpcService(IClusterClient cluster, OuraApps apps, AccountLister accounts, PageTokens tokens, ILogger<FleetGrpcService> logger) : FleetService.FleetServiceBase
{
    public override async Task<GetRingAccountResponse> GetRingAccount(GetRingAccountRequest request, ServerCallContext context)
    {
        var check = new FieldChecks();
        var key = new MemberKey(check.Id("organization_id", request.OrganizationId), check.MemberId("member_id", request.MemberId));
        check.ThrowIfAny();
        MemberView member = await cluster.GetGrain<IMemberGrain>(key.ToString()).GetAsync() ?? throw TeamGrpcService.NoMember(key);
        AccountKey connected = member.Account
            ?? throw Refusal.Of(Code.FailedPrecondition, "member_id: the member has no ring connected.");
        AccountStatus account = await cluster.GetGrain<IRingAccountGrain>(connected.ToString()).GetStatusAsync();
        return new GetRingAccountResponse { RingAccount = FleetWire.Account(key, account) };
    }

    public override async Task<ListRingAccountsResponse> ListRingAccounts(ListRingAccountsRequest request, ServerCallContext context)
    {
        var check = new FieldChecks();
        string organization = check.Id("organization_id", request.OrganizationId);
        check.Require(
            request.ConnectionState is ConnectionState.Unspecified or ConnectionState.Connected or ConnectionState.NeedsReconnect,
            "connection_state",
            "must be CONNECTED or NEEDS_RECONNECT, or left out: in the other states there is no account");
        int size = check.PageSize("page_size", request.PageSize);
        string[] listing = [nameof(ListRingAccounts), organization, request.ConnectionState.ToString()];
        string? start = tokens.Read(check, request.PageToken, listing);
        check.ThrowIfAny();
        ConnectionStatus? status = request.ConnectionState switch
        {
            ConnectionState.Connected => ConnectionStatus.Connected,
            ConnectionState.NeedsReconnect => ConnectionStatus.NeedsReconnect,
            _ => null,
        };
        (IReadOnlyList<SlotView> found, string? next) = await accounts.ListAsync(organization, status, start, size, context.CancellationToken)
            ?? throw Refusal.NotFound("organization_id", "organization", organization);
        return new ListRingAccountsResponse
        {
            RingAccounts = { found.Select(slot => FleetWire.Account(slot.Member, slot.Summary!)) },
            NextPageToken = tokens.Write(next, listing),
        };
    }

    public override async Task<GetSubscriptionsResponse> GetSubscriptions(GetSubscriptionsRequest request, ServerCallContext context)
    {
        RequireApp(request.OuraApp);
        try
        {
            SubscriptionsView view = await cluster.GetGrain<IWebhookSubscriptionsGrain>(request.OuraApp).GetAsync();
            return new GetSubscriptionsResponse
            {
                Subscriptions = { view.Subscriptions.Select(FleetWire.Subscription) },
                CheckTime = view.CheckedAt?.ToTimestamp(),
                VerificationGeneration = view.Generation,
            };
        }
        catch (OuraNotAnsweringException failure)
        {
            ServiceLog.Unavailable(logger, failure, context.Method);
            throw Refusal.Of(Code.Unavailable, "Oura can't be asked now; try again in a few minutes.");
        }
    }

    public override async Task<GetAppBudgetResponse> GetAppBudget(GetAppBudgetRequest request, ServerCallContext context)
    {
        RequireApp(request.OuraApp);
        AppBudgetView view = await cluster.GetGrain<IAppBudgetGrain>(request.OuraApp).GetAsync();
        return new GetAppBudgetResponse { Budget = FleetWire.Budget(view.Budget), Waiting = { view.Waiting.Select(FleetWire.Waiting) } };
    }

    public override async Task WatchConnectionChanges(
        WatchConnectionChangesRequest request, IServerStreamWriter<WatchConnectionChangesResponse> responseStream, ServerCallContext context)
    {
        var check = new FieldChecks();
        string id = check.Id("organization_id", request.OrganizationId);
        check.Require(request.AfterNumber >= 0, "after_number", "must not be negative");
        check.ThrowIfAny();
        if (await cluster.GetGrain<IOrganizationGrain>(id).GetAsync() is null)
        {
            throw Refusal.NotFound("organization_id", "organization", id);
        }

        IConnectionLogGrain log = cluster.GetGrain<IConnectionLogGrain>(id);
        long? after = request.AfterNumber == 0 ? null : request.AfterNumber;
        while (true)
        {
            ConnectionChanges changes = await log.ReadAsync(after, context.CancellationToken);
            if (!changes.GoesOn)
            {
                throw FleetWire.NotHeld(after, changes);
            }

            foreach (NumberedConnectionChange numbered in changes.Changes)
            {
                // Without the token: gRPC resets a call whose write is cancelled, and the client must get the status of a stop.
                context.CancellationToken.ThrowIfCancellationRequested();
                await responseStream.WriteAsync(new WatchConnectionChangesResponse { Change = FleetWire.Change(numbered) });
            }

            // Before the first change the caller has everything up to 0, so that the first one is not skipped.
            after = changes.Changes is [.., var last] ? last.Number : after ?? 0;
        }
    }

    private void RequireApp(string app)
    {
        if (apps.Find(app) is null)
        {
            throw Refusal.NotFound("oura_app", "Oura app", app);
        }
    }
}
