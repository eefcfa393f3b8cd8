using OuraTeams.Contracts.Budgets;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Accounts.Connection;
using OuraTeams.Grains.Accounts.Options;
using OuraTeams.Grains.Kinds;
using OuraTeams.Oura.Kinds;

namespace OuraTeams.Grains.Accounts.Inbox;

/// <summary>
/// What an account asks Oura for without an event: its history once, a comparison now and then, and the time series of days
/// that have just changed. Pure: over the inbox, the consent and the time.
/// </summary>
/// <param name="options">Periods and lengths.</param>
/// <param name="share">A share of 0 to 1 that is the account's own and the same for ever: spreads what is scheduled.</param>
internal sealed class ReadingSchedule(AccountOptions options, double share)
{
    /// <summary>A habit fades to this share with each event.</summary>
    private const double Fading = 0.98;

    /// <summary>Silence beyond the habit by this factor makes an account compare early.</summary>
    private const int Unusual = 2;

    /// <summary>Days of a time series that a comparison reads beside today; a sync asks for those that it changed.</summary>
    private const int SeriesDays = 1;

    private static readonly TimeSpan ShortestHabit = TimeSpan.FromHours(1);

    /// <summary>When the next comparison is due.</summary>
    /// <param name="inbox">The inbox.</param>
    /// <param name="connectedAt">When the account was connected.</param>
    public DateTimeOffset NextReconcile(InboxState inbox, DateTimeOffset connectedAt)
    {
        DateTimeOffset last = inbox.ReconciledAt ?? connectedAt;
        DateTimeOffset regular = last + (options.ReconcilePeriod * (0.9 + (0.2 * share)));
        if (inbox.LastEventAt is not { } lastEvent || inbox.LongestSilence == TimeSpan.Zero)
        {
            return regular;
        }

        // Silence that is unusual for this account, but not twice within it.
        TimeSpan patience = Longer(inbox.LongestSilence, ShortestHabit) * Unusual;
        DateTimeOffset silent = Later(lastEvent, last) + patience;
        return silent < regular ? silent : regular;
    }

    /// <summary>Notes that an event came, for the account's habit.</summary>
    public static void NoteEvent(InboxRules inbox, DateTimeOffset now)
    {
        if (inbox.State.LastEventAt is { } last)
        {
            inbox.State.LongestSilence = Longer(inbox.State.LongestSilence * Fading, now - last);
        }

        inbox.State.LastEventAt = now;
    }

    /// <summary>Asks for the newest days of every kind, then for older ones, about a month at a time. What is not granted any more is not asked for.</summary>
    public void MarkHistory(InboxRules inbox, ConnectionState connection, DateTimeOffset now)
    {
        DateOnly today = DateOnly.FromDateTime(now.UtcDateTime);
        DateOnly last = today.AddDays(1);
        DateOnly oldest = last.AddDays(-options.HistoryDays);
        inbox.KeepOnly(kind => Consent.Allows(connection, kind));
        int asked = 0;
        foreach (OuraKind kind in Consent.Granted(connection))
        {
            if (!HasDays(kind))
            {
                inbox.MarkRange(kind, today, today, now, RequestPriority.Interactive);
                asked++;
                continue;
            }

            DateOnly recent = last.AddDays(1 - options.RecentDays);
            asked += MarkParts(inbox, kind, recent < oldest ? oldest : recent, last, now, RequestPriority.Interactive)
                + MarkParts(inbox, kind, oldest, recent.AddDays(-1), now, RequestPriority.Backfill);
        }

        inbox.State.HistoryAsked = asked;
        inbox.State.ReconciledAt = now;
    }

    /// <summary>Asks for the newest days again, and for what has no events.</summary>
    public void MarkReconcile(InboxRules inbox, ConnectionState connection, DateTimeOffset now)
    {
        DateOnly today = DateOnly.FromDateTime(now.UtcDateTime);
        foreach (OuraKind kind in Consent.Granted(connection))
        {
            DateOnly first = kind is TimeSeriesKind ? today.AddDays(-SeriesDays) : today.AddDays(1 - options.ReconcileDays);
            inbox.MarkRange(
                kind, HasDays(kind) ? first : today, HasDays(kind) ? today.AddDays(1) : today, now, RequestPriority.Backfill, isReconcile: true);
        }

        inbox.State.ReconciledAt = now;
    }

    /// <summary>Asks for the time series around days that have just changed: the ring has synced.</summary>
    public static void MarkSynced(InboxRules inbox, ConnectionState connection, IReadOnlyCollection<DateOnly> days, DateTimeOffset now)
    {
        foreach (TimeSeriesKind series in Consent.Granted(connection).OfType<TimeSeriesKind>())
        {
            inbox.MarkSynced(series, days, now);
        }
    }

    private static bool HasDays(OuraKind kind) => kind is TimeSeriesKind or DocumentKind { DayMember: not null };

    /// <summary>Asks for a range in parts, the newest first.</summary>
    private static int MarkParts(InboxRules inbox, OuraKind kind, DateOnly first, DateOnly last, DateTimeOffset now, RequestPriority priority)
    {
        int parts = 0;
        for (; last >= first; parts++)
        {
            DateOnly from = last.AddDays(1 - FollowedKinds.LongestRead(kind));
            inbox.MarkRange(kind, from < first ? first : from, last, now, priority);
            last = from.AddDays(-1);
        }

        return parts;
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
