using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using OuraTeams.Contracts;
using OuraTeams.Oura;
using OuraTeams.Protocol.V1;
using ConnectionChange = OuraTeams.Protocol.V1.ConnectionChange;
using ReconnectReason = OuraTeams.Protocol.V1.ReconnectReason;

namespace OuraTeams.Server;

/// <summary><c>ourateams.v1.FleetService</c>.</summary>
internal sealed class FleetGrpcService(IClusterClient cluster, OuraApps apps) : FleetService.FleetServiceBase
{
    public override async Task<GetRingAccountResponse> GetRingAccount(GetRingAccountRequest request, ServerCallContext context)
    {
        var check = new FieldChecks();
        var key = new MemberKey(check.Id("organization_id", request.OrganizationId), check.MemberId("member_id", request.MemberId));
        check.ThrowIfAny();
        MemberView member = await cluster.GetGrain<IMemberGrain>(key.ToString()).GetAsync() ?? throw TeamGrpcService.NoMember(key);
        AccountStatus account = member.Account
            ?? throw Refusal.Of(Code.FailedPrecondition, "member_id: the member has no ring connected.");
        return new GetRingAccountResponse
        {
            RingAccount = new RingAccount
            {
                MemberId = key.Member,
                ConnectionState = TeamGrpcService.State(account.Status),
                ReconnectReason = (ReconnectReason)account.Reason,
                ConnectTime = account.ConnectedAt?.ToTimestamp(),
                LastSyncTime = account.LastSyncedAt?.ToTimestamp(),
                DocumentCount = account.Documents,
                WaitingEvents = account.WaitingLive,
                HistoryParts = account.HistoryAsked,
                HistoryPartsLeft = account.HistoryLeft,
                NextReadTime = account.NextDue?.ToTimestamp(),
                Budget = Map(account.Budget),
            },
        };
    }

    public override async Task<GetAppBudgetResponse> GetAppBudget(GetAppBudgetRequest request, ServerCallContext context)
    {
        if (apps.Find(request.OuraApp) is null)
        {
            throw Refusal.NotFound("oura_app", "Oura app", request.OuraApp);
        }

        return new GetAppBudgetResponse { Budget = Map(await cluster.GetGrain<IAppBudgetGrain>(request.OuraApp).GetAsync()) };
    }

    public override async Task WatchConnectionChanges(
        WatchConnectionChangesRequest request, IServerStreamWriter<WatchConnectionChangesResponse> responseStream, ServerCallContext context)
    {
        var check = new FieldChecks();
        string id = check.Id("organization_id", request.OrganizationId);
        check.Require(request.AfterNumber >= 0, "after_number", "must not be negative");
        check.ThrowIfAny();
        IOrganizationGrain organization = cluster.GetGrain<IOrganizationGrain>(id);
        if (await organization.GetAsync() is null)
        {
            throw Refusal.NotFound("organization_id", "organization", id);
        }

        long after = request.AfterNumber;
        while (true)
        {
            foreach (NumberedConnectionChange numbered in await organization.GetConnectionChangesAsync(after, context.CancellationToken))
            {
                await responseStream.WriteAsync(new WatchConnectionChangesResponse { Change = Map(numbered) }, context.CancellationToken);
                after = numbered.Number;
            }
        }
    }

    private static ConnectionChange Map(NumberedConnectionChange numbered) => new()
    {
        Number = numbered.Number,
        MemberId = numbered.Change.Member.Member,
        ConnectionState = TeamGrpcService.State(numbered.Change.Status),
        ReconnectReason = (ReconnectReason)numbered.Change.Reason,
        ChangeTime = numbered.Change.At.ToTimestamp(),
    };

    private static RequestBudget Map(BudgetView budget) => new()
    {
        Limit = budget.Limit,
        Spent = budget.Spent,
        ClosedUntil = budget.ClosedUntil?.ToTimestamp(),
    };
}
