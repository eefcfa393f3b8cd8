using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Accounts.Inbox;

namespace OuraTeams.Grains.Accounts.Steps;

/// <summary>How an account stands, from its states.</summary>
internal static class AccountReport
{
    /// <summary>What the index of the fleet holds of an account.</summary>
    public static AccountSummary Of(ConnectionState connection, AccountInbox inbox, CacheState cache)
    {
        List<InboxMark> marks = inbox.State.Marks;
        return new AccountSummary
        {
            Status = connection.Status,
            Reason = connection.Reason,
            ConnectedAt = connection.ConnectedAt,
            LastSyncedAt = inbox.State.LastSyncedAt,
            Documents = cache.DocumentCount,
            Waiting = marks.Count,
            WaitingLive = marks.Count(mark => mark.DocumentId is not null),
            HistoryLeft = marks.Count(mark => mark is { DocumentId: null, IsReconcile: false, IsSync: false }),
            HistoryAsked = inbox.State.HistoryAsked,
            NextDue = inbox.Rules.NextDue(),
            Rings = [.. cache.Rings],
        };
    }
}
