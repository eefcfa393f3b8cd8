using System.Diagnostics;
using OuraTeams.Contracts;
using OuraTeams.Oura;

namespace OuraTeams.Grains;

/// <summary>
/// Does an account's work, one thing at a time and outside of the grain's turns: takes marks, asks Oura, stores what it
/// learnt, sends changed days to the teams. Marks are cleared only after what they asked for is stored, so a crash at any
/// point leaves work to repeat and nothing to miss.
/// </summary>
internal sealed class AccountWorker(
    AccountContext account, OuraApps apps, CredentialKeeper keeper, AccountBudget budget, AccountSchedule schedule, AccountRegistration registration)
{
    private string? _refusedToken;
    private DateTimeOffset _refreshAgain;
    private DateTimeOffset _sendAgain;
    private bool _begun;
    private readonly PendingTraces _unsentTraces = new();
    private DateTimeOffset? _oldestUnsentEvent;

    /// <summary>Works off what is due.</summary>
    /// <returns>When to begin again; null when nothing is left.</returns>
    public async Task<TimeSpan?> WorkAsync()
    {
        while (true)
        {
            account.Stopping.ThrowIfCancellationRequested();
            CredentialState state = account.Credential.State;
            if (state.Member is null)
            {
                return null;
            }

            if (!state.Registered && state.Status != ConnectionStatus.Disconnected)
            {
                await account.ExclusivelyAsync(registration.RegisterAsync);
                continue;
            }

            if (state.AnnouncedChange != state.StatusChange)
            {
                await AnnounceAsync();
            }

            OuraApp? app = apps.Find(state.App);
            if (state.Status == ConnectionStatus.Disconnected)
            {
                return await registration.ForgetAsync(app);
            }

            if (!_begun)
            {
                _begun = true;
                account.Cache.ResendRecent(account.Now);
            }

            // Teams that can't be told don't keep the account from reading.
            if (account.Cache.HasUnsent && account.Now >= _sendAgain && !await SendAsync())
            {
                _sendAgain = account.Now + account.Options.RetryPause;
            }

            TimeSpan? sending = account.Cache.HasUnsent ? _sendAgain - account.Now : null;
            if (state.Status != ConnectionStatus.Connected)
            {
                return sending;
            }

            if (app is null)
            {
                AccountLog.NoApp(account.Logger, account.Name, state.App);
                return account.Options.LongestRetryPause;
            }

            if (await StepAsync(app) is { } wait)
            {
                return sending is { } soon && !(wait.Pause < soon) ? soon : wait.Pause;
            }
        }
    }

    private sealed record Rest(TimeSpan? Pause);

    /// <summary>One request, or one refresh.</summary>
    /// <returns>How long to rest; null to go on at once.</returns>
    private async Task<Rest?> StepAsync(OuraApp app)
    {
        string accessToken = account.Credential.State.Credential!.AccessToken;
        if (schedule.NextRefresh <= account.Now && account.Now >= _refreshAgain)
        {
            if (await keeper.RefreshAsync(app.OAuth, accessToken) is not { } pause)
            {
                // A token that lives no longer than it is refreshed ahead would be refreshed for ever.
                _refreshAgain = account.Now + ((account.Credential.State.Credential?.ExpiresAt - account.Now) / 2 ?? TimeSpan.Zero);
                return null;
            }

            // Another activation holds the lease, or did when it died, or Oura can't refresh now. Until its end the token serves on.
            _refreshAgain = account.Now + pause;
            if (account.Credential.State.Credential?.ExpiresAt <= account.Now)
            {
                return new Rest(pause);
            }
        }

        if (await account.ExclusivelyAsync(MarkDueAsync))
        {
            return null;
        }

        DateTimeOffset now = account.Now;
        if (account.Inbox.Next((kind, id) => account.Cache.DayOf(kind.Name, id), now) is not { } job)
        {
            account.Cache.Rest();
            DateTimeOffset? next = account.Inbox.NextDue();
            return new Rest((_refreshAgain > now && !(next < _refreshAgain) ? _refreshAgain : next) - now);
        }

        using Activity? span = EventTrace.Start("fetch documents", job.Marks.OrderBy(mark => mark.Since).Select(mark => mark.Trace))
            ?.SetTag("ourateams.kind", job.Kind.Name).SetTag("ourateams.marks", job.Marks.Count);
        FetchAnswer answer;
        int made = 0;
        try
        {
            using var gate = RequestGate.Enter(async _ =>
            {
                await SpendAsync(job.Priority);
                made++;
            });
            answer = await Fetcher.FetchAsync(app.Api, job, account.Cache.Nights(), accessToken, account.Stopping);
        }
        catch (BudgetSpentException spent) when (made > 0)
        {
            await account.ExclusivelyAsync(() => PutOffAsync(job, made + 1, spent.Until));
            return null;
        }
        catch (BudgetSpentException spent)
        {
            // Something more urgent may come due meanwhile, and have its own part of the budget.
            DateTimeOffset next = account.Inbox.NextDueBefore(job.Priority) is { } urgent && urgent < spent.Until ? urgent : spent.Until;
            return new Rest(next - account.Now);
        }

        switch (answer.Failure?.Failure)
        {
            case OuraFailure.Unauthorized when IsCurrent(accessToken):
                return await UnauthorizedAsync(app, accessToken) is { } pause ? new Rest(pause) : null;
            case OuraFailure.Forbidden when IsCurrent(accessToken):
                await keeper.NeedsReconnectAsync(ReconnectReason.MembershipLapsed);
                return null;
            case OuraFailure.RateLimited:
                await CloseAsync(answer.Failure);
                break;
        }

        await account.ExclusivelyAsync(() => IsCurrent(accessToken) ? CommitAsync(job, answer) : Task.CompletedTask);
        return null;
    }

    /// <summary>
    /// False when the member has connected anew while Oura was asked, perhaps with less consent: then the answer doesn't count,
    /// and the marks that still stand are asked for again.
    /// </summary>
    private bool IsCurrent(string accessToken) => account.Credential.State.Credential?.AccessToken == accessToken;

    private async Task<bool> MarkDueAsync()
    {
        bool due = schedule.MarkReconcile();
        if (due)
        {
            await account.WriteAsync(account.InboxState);
        }

        return due;
    }

    private async Task SpendAsync(RequestPriority priority)
    {
        DateTimeOffset? wait = await account.ExclusivelyAsync(() => budget.SpendAsync(priority));
        if (wait is { } until)
        {
            throw new BudgetSpentException(until);
        }
    }

    /// <summary>
    /// A list was broken off after some pages. Begun again as soon as one request is free, it would never end: so it waits
    /// until more are, in parts that need fewer.
    /// </summary>
    private Task PutOffAsync(FetchJob job, int requests, DateTimeOffset atLeast)
    {
        DateTimeOffset until = budget.WhenFree(job.Priority, requests);
        until = until > atLeast ? until : atLeast;
        foreach (InboxMark mark in job.Marks)
        {
            account.Inbox.PutOff(mark, until);
        }

        return account.WriteAsync(account.InboxState);
    }

    private async Task CloseAsync(OuraException limited)
    {
        TimeSpan pause = limited.RetryAfter ?? account.Options.LongestRetryPause;
        DateTimeOffset until = account.Now + (pause > account.Options.RetryPause ? pause : account.Options.RetryPause);
        bool wholeApp = limited.RateLimitTier?.Contains("app", StringComparison.OrdinalIgnoreCase) == true
            || limited.RateLimitTier?.Contains("client", StringComparison.OrdinalIgnoreCase) == true;
        AccountLog.RateLimited(account.Logger, account.Name, until, limited.RateLimitTier ?? "no tier");
        await account.ExclusivelyAsync(() => wholeApp ? budget.CloseAppAsync(until) : budget.CloseAsync(until));
    }

    /// <summary>The first refusal of a token leads to a refresh; the refusal of a fresh one means that the grant is gone.</summary>
    private async Task<TimeSpan?> UnauthorizedAsync(OuraApp app, string accessToken)
    {
        if (account.Credential.State.IsPersonalToken || (_refusedToken is not null && _refusedToken != accessToken))
        {
            await keeper.NeedsReconnectAsync(ReconnectReason.Revoked);
            _refusedToken = null;
            return null;
        }

        _refusedToken = accessToken;
        return await keeper.RefreshAsync(app.OAuth, accessToken);
    }

    /// <summary>Stores what a job brought: first the cache, then what is done.</summary>
    private async Task CommitAsync(FetchJob job, FetchAnswer answer)
    {
        DateTimeOffset now = account.Now;
        CacheChange change = JobOutcome.Apply(job, answer, account.Cache, account.Inbox, account.Options, now, out JobOutcome outcome);
        if (outcome.Dropped > 0)
        {
            AccountLog.Dropped(account.Logger, account.Name, outcome.Dropped, job.Kind.Name, outcome.Reason);
        }

        if (outcome.Retried)
        {
            AccountLog.FetchFailed(account.Logger, account.Name, job.Kind.Name, answer.Failure!.Failure);
        }

        if (answer.Failure is null)
        {
            _refusedToken = null;
        }

        if (change.Days.Count > 0 && job is { Kind: DocumentKind, IsHistory: false })
        {
            // A night begins on the day before: its offset is that evening's, too.
            schedule.MarkSynced(job.Kind == DocumentKind.Sleep ? [.. change.Days.SelectMany(day => new[] { day.AddDays(-1), day }).Distinct()] : change.Days);
        }

        if (change.Any)
        {
            _unsentTraces.Add();
            account.Cache.TrimBefore(DateOnly.FromDateTime(now.UtcDateTime).AddDays(-account.Options.HistoryDays - 1));
            if (job.OldestEvent is { } oldest && (_oldestUnsentEvent is null || oldest < _oldestUnsentEvent))
            {
                _oldestUnsentEvent = oldest;
            }

            await account.WriteAsync(account.CacheState);
        }

        if (outcome.Read)
        {
            account.InboxState.State.LastSyncedAt = now;
        }

        await account.WriteAsync(account.InboxState);
    }

    /// <summary>Sends changed days to the partitions. They replace by version, so that a repeat does no harm.</summary>
    private async Task<bool> SendAsync()
    {
        using Activity? span = _unsentTraces.Start("send days");
        IReadOnlyList<DayRow> rows = [];
        DateTimeOffset? oldest = null;
        await account.ExclusivelyAsync(() =>
        {
            rows = account.Cache.UnsentRows();
            oldest = _oldestUnsentEvent;
            _oldestUnsentEvent = null;
            return Task.CompletedTask;
        });
        var days = new MemberDays { Member = account.Credential.State.Member!.Value, Days = rows, OldestEvent = oldest };
        try
        {
            await Task.WhenAll(account.Credential.State.Partitions.Select(partition =>
                account.Grains.GetGrain<ITeamPartitionGrain>(partition.ToString()).ReplaceAsync(days)));
        }
        catch (Exception error) when (error is OrleansException or TimeoutException)
        {
            AccountLog.SendFailed(account.Logger, error, account.Name);
            _oldestUnsentEvent = oldest;
            _unsentTraces.Add();
            return false;
        }

        await account.ExclusivelyAsync(() =>
        {
            account.Cache.Sent(rows, account.Now);
            return Task.CompletedTask;
        });
        return true;
    }

    /// <summary>Tells the organization how the connection stands; it takes each change once.</summary>
    private async Task AnnounceAsync()
    {
        CredentialState state = account.Credential.State;
        long change = state.StatusChange;
        await account.Grains.GetGrain<IOrganizationGrain>(account.Key.Organization).NoteConnectionAsync(new ConnectionChange
        {
            Member = state.Member!.Value,
            Account = account.Key,
            Change = change,
            Status = state.Status,
            Reason = state.Reason,
            At = account.Now,
        });
        await account.ExclusivelyAsync(async () =>
        {
            state.AnnouncedChange = change;
            await account.WriteAsync(account.Credential);
        });
    }
}
