using OuraTeams.Contracts.Budgets;
using OuraTeams.Contracts.Keys;

namespace OuraTeams.Grains.Budgets;

/// <summary>
/// Shares an app's budget out among its accounts. A greater priority goes before a lesser; within one each account in turn:
/// who was refused is served before anybody who comes later, whoever asks how often or how fast. The lines are in memory only: after
/// their loss the accounts line up again as they ask.
/// </summary>
/// <param name="window">Length of a window.</param>
/// <param name="longestLine">Most accounts in line for each priority.</param>
internal sealed class SharedBudget(TimeSpan window, int longestLine)
{
    /// <summary>A place is kept by asking again; whoever waits is asked to do so within this time.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(1);

    /// <summary>For this time after it was served, an account leaves free requests to those in line that are about to ask again.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ShortestRest = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan TidyPeriod = TimeSpan.FromSeconds(5);

    private readonly WaitingLine[] _lines = [.. Enum.GetValues<RequestPriority>().Select(_ => new WaitingLine(longestLine))];
    private readonly Dictionary<(AccountKey, RequestPriority), (DateTimeOffset At, bool LineWasFull)> _served = [];
    private DateTimeOffset _tidied;

    /// <summary>Sets requests aside, or gives a place in line.</summary>
    /// <param name="budget">What there is.</param>
    /// <param name="account">Who asks; null never waits in line.</param>
    /// <param name="priority">Who goes first.</param>
    /// <param name="count">Most requests wanted.</param>
    /// <param name="now">The time.</param>
    public BudgetGrant Take(RequestBudget budget, AccountKey? account, RequestPriority priority, int count, DateTimeOffset now)
    {
        Tidy(now);
        WaitingLine own = _lines[(int)priority];
        int free = budget.Free(priority, now);
        int before = _lines.Take((int)priority).Sum(line => line.Count);
        int ahead = before + (account is { } known ? own.Ahead(known, Math.Max(1, free)) : own.Count);
        if (free > ahead && !(account is { } again && IsAgain(again, priority, now)))
        {
            int others = before + own.Count - (account is { } waiting && own.Holds(waiting) ? 1 : 0);
            BudgetGrant grant = budget.Take(priority, Math.Min(count, others == 0 ? free : Math.Max(1, free / (others + 1))), now);
            Serve(own, account, priority, now);
            return grant;
        }

        DateTimeOffset until = budget.WhenFree(priority, ahead + 1, now);
        if (account is not { } refused)
        {
            return new BudgetGrant { Count = 0, Until = until };
        }

        if (!own.Holds(refused) && (own.IsFull || (_served.TryGetValue((refused, priority), out var served) && served.LineWasFull)))
        {
            // An account that was served while the line was full gives way to those that found no place in it.
            return new BudgetGrant { Count = 0, Until = now + window };
        }

        // The end of a pause is waited for. Otherwise the wait is short: a place is kept only by asking again.
        DateTimeOffset open = budget.View(now).ClosedUntil ?? now;
        until = Later(now + ShortestRest, until < now + LongestRest ? until : Later(open, now + LongestRest));
        own.Wait(refused, now, until);
        return new BudgetGrant { Count = 0, Until = until };
    }

    /// <summary>Takes out of the lines whoever did not come back.</summary>
    public void Tidy(DateTimeOffset now)
    {
        if (now - _tidied < TidyPeriod)
        {
            return;
        }

        _tidied = now;
        Array.ForEach(_lines, line => line.Forget(now));
        foreach ((AccountKey, RequestPriority) old in _served.Where(served => served.Value.At + window <= now).Select(served => served.Key).ToList())
        {
            _served.Remove(old);
        }
    }

    /// <summary>Who waits, the greatest priority first.</summary>
    public IReadOnlyList<WaitingAccounts> Waiting() =>
        [.. _lines.Select((line, priority) => new WaitingAccounts { Priority = (RequestPriority)priority, Count = line.Count, Since = line.Since })];

    /// <summary>Whether an account was served just now while the next in line, who waits longer, is about to come.</summary>
    private bool IsAgain(AccountKey account, RequestPriority priority, DateTimeOffset now) =>
        _served.TryGetValue((account, priority), out (DateTimeOffset At, bool LineWasFull) served)
        && now - served.At < Turn
        && _lines[(int)priority].Expects(account, now);

    private void Serve(WaitingLine own, AccountKey? account, RequestPriority priority, DateTimeOffset now)
    {
        if (account is not { } served)
        {
            return;
        }

        bool wasFull = own.IsFull;
        own.Leave(served);
        if (own.Count > 0)
        {
            _served[(served, priority)] = (now, wasFull);
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
