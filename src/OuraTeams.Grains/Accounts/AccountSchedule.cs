using OuraTeams.Contracts;
using OuraTeams.Oura;

namespace OuraTeams.Grains;

/// <summary>What an account asks Oura for without an event: its history once, and a comparison now and then.</summary>
internal sealed class AccountSchedule(AccountContext account)
{
    /// <summary>A habit fades to this share with each event.</summary>
    private const double Fading = 0.98;

    /// <summary>Silence beyond the habit by this factor makes an account compare early.</summary>
    private const int Unusual = 2;

    private static readonly TimeSpan ShortestHabit = TimeSpan.FromHours(1);

    /// <summary>A share of 0 to 1 that is the account's own and the same for ever: spreads what is scheduled.</summary>
    private double Share { get; } = SweepShare.Fraction(account.Key);

    /// <summary>When the next comparison is due.</summary>
    public DateTimeOffset NextReconcile
    {
        get
        {
            InboxState state = account.InboxState.State;
            DateTimeOffset last = state.ReconciledAt ?? account.Credential.State.ConnectedAt ?? account.Now;
            DateTimeOffset regular = last + (account.Options.ReconcilePeriod * (0.9 + (0.2 * Share)));
            if (state.LastEventAt is not { } heard || state.LongestSilence == TimeSpan.Zero)
            {
                return regular;
            }

            // Silence that is unusual for this account, but not twice within it.
            TimeSpan patience = Longer(state.LongestSilence, ShortestHabit) * Unusual;
            DateTimeOffset silent = Later(heard, last) + patience;
            return silent < regular ? silent : regular;
        }
    }

    /// <summary>When the credential is refreshed ahead of its end; null for one without a known end.</summary>
    public DateTimeOffset? NextRefresh => account.Credential.State is { Credential: { } credential, IsPersonalToken: false }
        ? credential.ExpiresAt - (account.Options.RefreshAhead * (1 + (0.5 * Share)))
        : null;

    /// <summary>Notes that an event came, for the account's habit.</summary>
    public void Heard()
    {
        InboxState state = account.InboxState.State;
        if (state.LastEventAt is { } last)
        {
            state.LongestSilence = Longer(state.LongestSilence * Fading, account.Now - last);
        }

        state.LastEventAt = account.Now;
    }

    /// <summary>Asks for the newest days of every kind, then for older ones, a month at a time.</summary>
    public void MarkHistory()
    {
        DateOnly last = DateOnly.FromDateTime(account.Now.UtcDateTime).AddDays(1);
        DateOnly oldest = last.AddDays(-account.Options.HistoryDays);
        int asked = 0;
        for (int days = account.Options.RecentDays; last >= oldest; days = Inbox.LongestJointRead)
        {
            RequestPriority priority = asked == 0 ? RequestPriority.Interactive : RequestPriority.Backfill;
            DateOnly first = last.AddDays(1 - days) < oldest ? oldest : last.AddDays(1 - days);
            foreach (DocumentKind kind in Granted())
            {
                account.Inbox.MarkRange(kind, first, last, account.Now, priority);
                asked++;
            }

            last = first.AddDays(-1);
        }

        account.InboxState.State.HistoryAsked = asked;
        account.InboxState.State.ReconciledAt = account.Now;
    }

    /// <summary>Asks for the newest days again, when a comparison is due.</summary>
    /// <returns>Whether it was.</returns>
    public bool MarkReconcile()
    {
        if (account.Now < NextReconcile)
        {
            return false;
        }

        DateOnly last = DateOnly.FromDateTime(account.Now.UtcDateTime).AddDays(1);
        foreach (DocumentKind kind in Granted())
        {
            account.Inbox.MarkRange(kind, last.AddDays(-account.Options.ReconcileDays), last, account.Now, RequestPriority.Backfill, isReconcile: true);
        }

        account.InboxState.State.ReconciledAt = account.Now;
        return true;
    }

    /// <summary>Whether a kind may be asked for.</summary>
    public bool IsGranted(DocumentKind kind) =>
        account.Credential.State.IsPersonalToken || account.Credential.State.Credential?.Scopes.Contains(kind.Scope!) == true;

    private IEnumerable<DocumentKind> Granted() => FollowedKinds.All.Where(IsGranted);

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
