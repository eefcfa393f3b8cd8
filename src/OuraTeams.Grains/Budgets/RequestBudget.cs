using OuraTeams.Contracts.Budgets;
using OuraTeams.Contracts.States;

namespace OuraTeams.Grains.Budgets;

/// <summary>
/// A sliding window over requests, in buckets of five seconds. Requests are set aside before they are made and may only be
/// made within their bucket, so that a bucket that has left the window has no request in it: the limit holds in every
/// window, whatever its start, also over a crash.
/// </summary>
/// <param name="state">The stored state; changed in place, to be written before anything granted is used.</param>
/// <param name="limit">Requests in a window; 0 is without limit.</param>
/// <param name="liveReserve">Of these, for events only.</param>
/// <param name="window">Length of the window.</param>
internal sealed class RequestBudget(BudgetState state, int limit, int liveReserve, TimeSpan window)
{
    private const int BucketSeconds = 5;

    /// <summary>Requests that could be set aside now.</summary>
    public int Free(RequestPriority priority, DateTimeOffset now)
    {
        if (state.ClosedUntil > now)
        {
            return 0;
        }

        Forget(now);
        return limit == 0 ? int.MaxValue : Math.Max(0, Allowed(priority) - Spent());
    }

    /// <summary>When so many requests can be set aside, if nobody else takes any; more than a window gives back are never waited for longer than a window.</summary>
    public DateTimeOffset WhenFree(RequestPriority priority, int count, DateTimeOffset now)
    {
        DateTimeOffset earliest = state.ClosedUntil > now ? state.ClosedUntil.Value : now;
        if (limit == 0)
        {
            return earliest;
        }

        Forget(now);
        long over = Spent() + (long)count - Allowed(priority);
        DateTimeOffset free = earliest;
        foreach (BudgetBucket bucket in state.Spent)
        {
            if (over <= 0)
            {
                break;
            }

            over -= bucket.Count;
            free = EndOf(bucket.Start) + window;
        }

        return free > earliest ? free : earliest;
    }

    /// <summary>When the five seconds end in which a moment lies.</summary>
    public static DateTimeOffset EndOfBucket(DateTimeOffset now) => EndOf(Bucket(now));

    /// <summary>Sets requests aside.</summary>
    public BudgetGrant Take(RequestPriority priority, int count, DateTimeOffset now)
    {
        int granted = Math.Min(count, Free(priority, now));
        if (granted <= 0)
        {
            return new BudgetGrant { Count = 0, Until = WhenFree(priority, 1, now) };
        }

        state.ClosedUntil = null;
        long bucket = Bucket(now);
        if (limit > 0 && state.Spent.Count > 0 && state.Spent[^1].Start == bucket)
        {
            state.Spent[^1] = state.Spent[^1] with { Count = state.Spent[^1].Count + granted };
        }
        else if (limit > 0)
        {
            state.Spent.Add(new BudgetBucket(bucket, granted));
        }

        return new BudgetGrant { Count = granted, Until = EndOf(bucket) };
    }

    /// <summary>Nothing is granted before a moment. A nearer one doesn't shorten a pause.</summary>
    public void Close(DateTimeOffset until)
    {
        if (state.ClosedUntil is null || state.ClosedUntil < until)
        {
            state.ClosedUntil = until;
        }
    }

    /// <summary>How it stands.</summary>
    public BudgetView View(DateTimeOffset now) => new()
    {
        Limit = limit,
        Spent = state.Spent.Where(bucket => EndOf(bucket.Start) + window > now).Sum(bucket => bucket.Count),
        ClosedUntil = state.ClosedUntil > now ? state.ClosedUntil : null,
    };

    private static long Bucket(DateTimeOffset now) => now.ToUnixTimeSeconds() / BucketSeconds * BucketSeconds;

    private static DateTimeOffset EndOf(long bucket) => DateTimeOffset.FromUnixTimeSeconds(bucket + BucketSeconds);

    private int Spent() => state.Spent.Sum(bucket => bucket.Count);

    private void Forget(DateTimeOffset now) => state.Spent.RemoveAll(bucket => EndOf(bucket.Start) + window <= now);

    /// <summary>Requests in a window for a priority; the reserve never leaves the lesser ones without any.</summary>
    private int Allowed(RequestPriority priority) => limit - (priority == RequestPriority.Live ? 0 : Math.Min(liveReserve, limit - 1));
}
