using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Budgets;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Accounts.Budget;
using OuraTeams.Grains.Accounts.Cache;
using OuraTeams.Grains.Accounts.Connection;
using OuraTeams.Grains.Accounts.Inbox;
using OuraTeams.Grains.Accounts.Log;
using OuraTeams.Grains.Accounts.Options;
using OuraTeams.Grains.States;
using OuraTeams.Grains.Telemetry;
using OuraTeams.Oura.Apps;
using OuraTeams.Oura.Http;
using OuraTeams.Oura.Kinds;

namespace OuraTeams.Grains.Accounts.Steps;

/// <summary>
/// Reads one thing that is marked, under the budget, and stores what it learnt: first the cache, then what is done. Marks are
/// cleared only after what they asked for is stored, so that a crash at any point leaves work to repeat and nothing to miss.
/// </summary>
internal sealed class FetchStep(
    AccountKey account,
    AccountConnection connection,
    AccountInbox inbox,
    AccountCache cache,
    AccountBudget budget,
    TokenHealth token,
    UnsentDays unsent,
    OuraApps apps,
    StateLock states,
    AccountOptions options,
    TimeProvider clock,
    ILogger logger) : AccountStep(new RetryPolicy(options.RetryPause, options.LongestRetryPause), clock)
{
    /// <summary>A priority for which the budget has nothing left, and until when.</summary>
    private (DateTimeOffset Until, RequestPriority Priority) _spent;

    private DateTimeOffset _noAppUntil;

    private string Account => account.ToString();

    /// <inheritdoc/>
    protected override DateTimeOffset? Due
    {
        get
        {
            if (connection.State is not { Status: ConnectionStatus.Connected, Registered: true } state || !token.IsUsable(state, Now))
            {
                return null;
            }

            DateTimeOffset? next = inbox.Rules.NextDue();
            if (next is { } due && _spent.Until > Now)
            {
                // More urgent work may become due meanwhile; it has its own share of the budget.
                next = inbox.Rules.NextDueBefore(_spent.Priority) is { } urgent && urgent < _spent.Until ? urgent : Later(due, _spent.Until);
            }

            return next is { } when ? Later(when, _noAppUntil) : null;
        }
    }

    /// <inheritdoc/>
    protected override async Task<bool> DoAsync()
    {
        ConnectionState began = connection.State;
        if (apps.Find(began.App) is not { } app)
        {
            AccountLog.NoApp(logger, Account, began.App);
            _noAppUntil = Now + options.LongestRetryPause;
            return true;
        }

        if (inbox.Rules.Next((kind, id) => cache.Rules.DayOf(kind.Name, id), Now) is not { } job)
        {
            return false;
        }

        using Activity? span = EventTrace.Start("fetch documents", job.Marks.OrderBy(mark => mark.Since).Select(mark => mark.Trace))
            ?.SetTag("ourateams.kind", job.Kind.Name).SetTag("ourateams.marks", job.Marks.Count);
        string accessToken = began.Credential!.AccessToken;
        var jobBudget = new JobBudget(budget, job.Priority);
        FetchAnswer answer;
        try
        {
            answer = await Fetcher.FetchAsync(app.Api, job, cache.Rules.Nights(), accessToken, jobBudget, states.Stopping);
        }
        catch (BudgetSpentException spent) when (jobBudget.Made > 0)
        {
            await PutOffAsync(job, jobBudget.Made + 1, spent.Until);
            return true;
        }
        catch (BudgetSpentException spent)
        {
            _spent = (spent.Until, job.Priority);
            return true;
        }

        await TakeAsync(job, answer, accessToken);
        return true;
    }

    private async Task TakeAsync(FetchJob job, FetchAnswer answer, string accessToken)
    {
        switch (answer.Failure?.Failure)
        {
            case OuraFailure.Unauthorized when IsCurrent(accessToken):
                await TakeRefusalAsync(accessToken);
                return;
            case OuraFailure.Forbidden when IsCurrent(accessToken):
                await NeedReconnectAsync(ReconnectReason.MembershipLapsed);
                return;
            case OuraFailure.RateLimited:
                await CloseAsync(answer.Failure);
                break;
        }

        await states.RunAsync(() => IsCurrent(accessToken) ? CommitAsync(job, answer) : Task.CompletedTask);
    }

    /// <summary>
    /// False when the member has connected anew while Oura was asked, perhaps with less consent: then the answer doesn't count,
    /// and the marks that still stand are asked for again.
    /// </summary>
    private bool IsCurrent(string accessToken) => connection.State.Credential?.AccessToken == accessToken;

    /// <summary>The first refusal of a token leads to a refresh; the refusal of a fresh one means that the grant is gone.</summary>
    private async Task TakeRefusalAsync(string accessToken)
    {
        if (token.Refuse(accessToken) || connection.State.IsPersonalToken)
        {
            token.Work();
            await NeedReconnectAsync(ReconnectReason.Revoked);
        }
    }

    private async Task NeedReconnectAsync(ReconnectReason reason)
    {
        if (await connection.ChangeAsync(state => ConnectionRules.NeedReconnect(state, reason)))
        {
            AccountLog.NeedsReconnect(logger, Account, reason);
        }
    }

    /// <summary>
    /// A list was broken off after some pages. Begun again as soon as one request is free, it would never end: so it waits
    /// until more are, in parts that need fewer.
    /// </summary>
    private Task PutOffAsync(FetchJob job, int requests, DateTimeOffset atLeast)
    {
        DateTimeOffset until = Later(budget.WhenFree(job.Priority, requests), atLeast);
        return inbox.ChangeAsync(draft =>
        {
            foreach (InboxMark mark in job.Marks)
            {
                draft.PutOff(mark, until);
            }
        });
    }

    private async Task CloseAsync(OuraException limited)
    {
        TimeSpan pause = limited.RetryAfter ?? options.LongestRetryPause;
        DateTimeOffset until = Now + (pause > options.RetryPause ? pause : options.RetryPause);
        bool wholeApp = limited.RateLimitTier?.Contains("app", StringComparison.OrdinalIgnoreCase) == true
            || limited.RateLimitTier?.Contains("client", StringComparison.OrdinalIgnoreCase) == true;
        AccountLog.RateLimited(logger, Account, until, limited.RateLimitTier ?? "no tier");
        await (wholeApp ? budget.CloseAppAsync(until) : budget.CloseAsync(until));
    }

    /// <summary>Stores what a job brought. To be called under the lock.</summary>
    private async Task CommitAsync(FetchJob job, FetchAnswer answer)
    {
        DateTimeOffset now = Now;
        MetricCache cached = cache.Draft();
        InboxRules marked = inbox.Draft();
        CacheChange change = JobOutcome.Apply(job, answer, cached, marked, options, now, out JobOutcome outcome);
        Log(job, answer, outcome);
        if (answer.Failure is null)
        {
            token.Work();
        }

        if (change.Days.Count > 0 && job is { Kind: DocumentKind, IsHistory: false })
        {
            // A night begins on the day before and has the UTC offset of that evening.
            ReadingSchedule.MarkSynced(
                marked,
                connection.State,
                job.Kind == DocumentKind.Sleep ? [.. change.Days.SelectMany(day => new[] { day.AddDays(-1), day }).Distinct()] : change.Days,
                now);
        }

        if (change.Any)
        {
            unsent.Add(job.OldestEvent);
            cached.TrimBefore(DateOnly.FromDateTime(now.UtcDateTime).AddDays(-options.HistoryDays - 1));
            await cache.WriteAsync(cached);
        }
        else
        {
            cache.Keep(cached);
        }

        if (outcome.Read)
        {
            marked.NoteRead(now);
        }

        await inbox.WriteAsync(marked);
    }

    private void Log(FetchJob job, FetchAnswer answer, JobOutcome outcome)
    {
        if (outcome.Dropped > 0)
        {
            AccountLog.Dropped(logger, Account, outcome.Dropped, job.Kind.Name, outcome.Reason);
        }

        if (outcome.Retried)
        {
            AccountLog.FetchFailed(logger, Account, job.Kind.Name, answer.Failure!.Failure);
        }
    }
}
