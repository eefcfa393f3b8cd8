using OuraTeams.Contracts;

namespace OuraTeams.Grains;

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

    /// <summary>Sets requests aside.</summary>
    public BudgetGrant Take(RequestPriority priority, int count, DateTimeOffset now)
    {
        if (state.ClosedUntil is { } closed)
        {
            if (now < closed)
            {
                return new BudgetGrant { Count = 0, Until = closed };
            }

            state.ClosedUntil = null;
        }

        long bucket = Bucket(now);
        if (limit == 0)
        {
            return new BudgetGrant { Count = count, Until = EndOf(bucket) };
        }

        Forget(now);
        int allowed = limit - Math.Min(priority == RequestPriority.Live ? 0 : liveReserve, limit - 1);
        int granted = Math.Min(count, allowed - Spent());
        if (granted <= 0)
        {
            return new BudgetGrant { Count = 0, Until = WhenFree(allowed) };
        }

        if (state.Spent.Count > 0 && state.Spent[^1].Start == bucket)
        {
            state.Spent[^1] = state.Spent[^1] with { Count = state.Spent[^1].Count + granted };
        }
        else
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

    /// <summary>When enough has left the window for one request.</summary>
    private DateTimeOffset WhenFree(int allowed)
    {
        int over = Spent() - allowed;
        foreach (BudgetBucket bucket in state.Spent)
        {
            over -= bucket.Count;
            if (over < 0)
            {
                return EndOf(bucket.Start) + window;
            }
        }

        throw new InvalidOperationException("A budget that is not spent can't be waited for.");
    }
}
