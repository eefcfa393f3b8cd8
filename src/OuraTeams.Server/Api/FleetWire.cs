using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Budgets;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.Organizations;
using OuraTeams.Contracts.Webhooks;
using OuraTeams.Protocol.V1;
using ConnectionChange = OuraTeams.Protocol.V1.ConnectionChange;
using ReconnectReason = OuraTeams.Protocol.V1.ReconnectReason;
using RequestPriority = OuraTeams.Protocol.V1.RequestPriority;
using WaitingAccounts = OuraTeams.Protocol.V1.WaitingAccounts;

namespace OuraTeams.Server.Api;

/// <summary>Writes what the fleet's grains answer as messages of <c>ourateams.v1</c>.</summary>
internal static class FleetWire
{
    public static RingAccount Account(MemberKey member, AccountStatus account)
    {
        RingAccount wire = Account(member, account.Summary);
        wire.Budget = Budget(account.Budget);
        wire.UnusableDocuments.AddRange(account.Unusable.Select(unusable => new UnusableDocuments
        {
            Kind = unusable.Kind,
            Reason = unusable.Reason,
            Count = unusable.Count,
            LastDay = unusable.LastDay.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        }));
        return wire;
    }

    public static RingAccount Account(MemberKey member, AccountSummary account) => new()
    {
        MemberId = member.Member,
        ConnectionState = TeamGrpcService.State(account.Status),
        ReconnectReason = (ReconnectReason)account.Reason,
        ConnectTime = account.ConnectedAt?.ToTimestamp(),
        LastSyncTime = account.LastSyncedAt?.ToTimestamp(),
        DocumentCount = account.Documents,
        WaitingEvents = account.WaitingLive,
        HistoryParts = account.HistoryAsked,
        HistoryPartsLeft = account.HistoryLeft,
        NextReadTime = account.NextDue?.ToTimestamp(),
        Rings = { account.Rings.Select(Ring) },
    };

    public static Ring Ring(RingView ring) => new()
    {
        RingId = ring.RingId,
        HardwareType = ring.HardwareType ?? "",
        FirmwareVersion = ring.FirmwareVersion ?? "",
        Color = ring.Color ?? "",
        Design = ring.Design ?? "",
        Size = ring.Size ?? 0,
        SetUpTime = ring.SetUpAt?.ToTimestamp(),
    };

    public static RequestBudget Budget(BudgetView budget) => new()
    {
        Limit = budget.Limit,
        Spent = budget.Spent,
        ClosedUntil = budget.ClosedUntil?.ToTimestamp(),
    };

    /// <summary>The numbers of the wire are one higher: its first is reserved.</summary>
    public static WaitingAccounts Waiting(OuraTeams.Contracts.Budgets.WaitingAccounts waiting) => new()
    {
        Priority = (RequestPriority)(waiting.Priority + 1),
        AccountCount = waiting.Count,
        OldestWaitStartTime = waiting.Since?.ToTimestamp(),
    };

    public static WebhookSubscription Subscription(SubscriptionView subscription) => new()
    {
        DataType = subscription.DataType,
        EventType = subscription.EventType,
        Standing = subscription.Standing,
        Problem = subscription.Problem,
        ExpireTime = subscription.ExpiresAt?.ToTimestamp(),
        VerificationGeneration = subscription.Generation ?? 0,
    };

    public static ConnectionChange Change(NumberedConnectionChange numbered) => new()
    {
        Number = numbered.Number,
        MemberId = numbered.Change.Member,
        ConnectionState = TeamGrpcService.State(numbered.Change.Status),
        ReconnectReason = (ReconnectReason)numbered.Change.Reason,
        ChangeTime = numbered.Change.At.ToTimestamp(),
    };

    /// <summary>The refusal of a watch that can't go on where the caller is.</summary>
    /// <param name="after">Number of the last change that the caller has.</param>
    /// <param name="changes">What the log answered.</param>
    public static RpcException NotHeld(long? after, ConnectionChanges changes)
    {
        string held = changes.Oldest > changes.Newest ? "No changes are held." : $"The changes {changes.Oldest} to {changes.Newest} are held.";
        return Refusal.Field(
            Code.OutOfRange,
            "after_number",
            after > changes.Newest
                ? $"{after} is ahead of the newest change, {changes.Newest}. {held} Begin with 0."
                : $"What follows {after} is not held any more. {held} Begin with 0, and list the ring accounts to see how they stand.");
    }
}
