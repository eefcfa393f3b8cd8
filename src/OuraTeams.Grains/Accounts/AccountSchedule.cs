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

    /// <summary>Days of a time series that a comparison reads beside today; a sync asks for those that it changed.</summary>
    private const int SeriesDays = 1;

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

    /// <summary>Asks for the newest days of every kind, then for older ones, about a month at a time. Asks for nothing else any more that isn't granted.</summary>
    public void MarkHistory()
    {
        DateOnly today = DateOnly.FromDateTime(account.Now.UtcDateTime);
        DateOnly last = today.AddDays(1);
        DateOnly oldest = last.AddDays(-account.Options.HistoryDays);
        account.Inbox.KeepOnly(IsGranted);
        int asked = 0;
        foreach (OuraKind kind in Granted())
        {
            if (!HasDays(kind))
            {
                account.Inbox.MarkRange(kind, today, today, account.Now, RequestPriority.Interactive);
                asked++;
                continue;
            }

            DateOnly recent = last.AddDays(1 - account.Options.RecentDays);
            asked += MarkParts(kind, recent < oldest ? oldest : recent, last, RequestPriority.Interactive)
                + MarkParts(kind, oldest, recent.AddDays(-1), RequestPriority.Backfill);
        }

        account.InboxState.State.HistoryAsked = asked;
        account.InboxState.State.ReconciledAt = account.Now;
    }

    /// <summary>Asks for the newest days again, when a comparison is due, and for what has no events.</summary>
    /// <returns>Whether it was.</returns>
    public bool MarkReconcile()
    {
        if (account.Now < NextReconcile)
        {
            return false;
        }

        DateOnly today = DateOnly.FromDateTime(account.Now.UtcDateTime);
        foreach (OuraKind kind in Granted())
        {
            DateOnly first = kind is TimeSeriesKind ? today.AddDays(-SeriesDays) : today.AddDays(1 - account.Options.ReconcileDays);
            account.Inbox.MarkRange(
                kind, HasDays(kind) ? first : today, HasDays(kind) ? today.AddDays(1) : today, account.Now, RequestPriority.Backfill, isReconcile: true);
        }

        account.InboxState.State.ReconciledAt = account.Now;
        return true;
    }

    /// <summary>Asks for the time series around days that have just changed: the ring has synced.</summary>
    public void MarkSynced(IReadOnlyCollection<DateOnly> days)
    {
        foreach (TimeSeriesKind series in Granted().OfType<TimeSeriesKind>())
        {
            account.Inbox.MarkSynced(series, days, account.Now);
        }
    }

    /// <summary>Whether a kind may be asked for.</summary>
    public bool IsGranted(OuraKind kind) => account.Credential.State is { Credential: { } credential } state
        && (state.IsPersonalToken || kind.IsOpenTo(credential.Scopes));

    /// <summary>The kinds, as routes name them, that the consent covers in what they say. Of a person's own data their id needs none, and is not kept.</summary>
    public IReadOnlySet<string> Covered() => Granted()
        .Where(kind => kind != OuraKind.PersonalInfo
            || account.Credential.State.IsPersonalToken
            || account.Credential.State.Credential!.Scopes.Contains(OuraScopes.Personal, StringComparer.Ordinal))
        .Select(kind => kind.Name)
        .ToHashSet(StringComparer.Ordinal);

    private IEnumerable<OuraKind> Granted() => FollowedKinds.All.Where(IsGranted);

    private static bool HasDays(OuraKind kind) => kind is TimeSeriesKind or DocumentKind { DayMember: not null };

    /// <summary>Asks for a range in parts, the newest first.</summary>
    private int MarkParts(OuraKind kind, DateOnly first, DateOnly last, RequestPriority priority)
    {
        int parts = 0;
        for (; last >= first; parts++)
        {
            DateOnly from = last.AddDays(1 - FollowedKinds.LongestRead(kind));
            account.Inbox.MarkRange(kind, from < first ? first : from, last, account.Now, priority);
            last = from.AddDays(-1);
        }

        return parts;
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
