using OuraTeams.Contracts.Keys;

namespace OuraTeams.Grains.Recovery;

/// <summary>
/// The accounts whose next activation must be woken, and when each may be tried: with a pause that grows with each failure, a
/// bound on those that are tried at the same time, and a bound on how many are begun in a second, which is narrower while tries
/// fail. Not safe for several threads.
/// </summary>
/// <param name="firstPause">Pause of an account after its first failure; it doubles with each further one.</param>
/// <param name="random">Gives a fraction of 0 to 1 for the spread of each pause.</param>
internal sealed class SuccessorQueue(TimeSpan firstPause, Func<double> random)
{
    /// <summary>Accounts that are tried at the same time.</summary>
    public const int MostAtOnce = 16;

    /// <summary>Accounts that are tried at the same time when the process stops: there is no second try.</summary>
    public const int MostAtOnceWhenStopping = 64;

    /// <summary>Accounts that are held. Further ones are left to the scheduler.</summary>
    public const int Most = 100_000;

    /// <summary>Longest pause of an account between two tries, before its spread.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    /// <summary>Time between two tries of any accounts: 200 in a second.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    /// <summary>Time between two tries of any accounts when the last one that came to an end has failed: 20 in a second.</summary>
    public static readonly TimeSpan IntervalAfterFailure = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<AccountKey, Successor> _known = [];
    private readonly PriorityQueue<Successor, DateTimeOffset> _waiting = new();
    private bool _failing;
    private bool _stopping;
    private int _inFlight;
    private DateTimeOffset _lastTry = DateTimeOffset.MinValue;

    /// <summary>Accounts that are held, those that are being tried included.</summary>
    public int Count => _known.Count;

    /// <summary>Whether the process stops: each try is the account's last.</summary>
    public bool IsStopping => _stopping;

    /// <summary>Adds an account.</summary>
    /// <returns>False when there is no room.</returns>
    public bool Add(AccountKey account, DateTimeOffset due, bool afterFailure, DateTimeOffset now)
    {
        if (_known.TryGetValue(account, out Successor? known))
        {
            known.Due = due < known.Due ? due : known.Due;
            known.Again |= known.InFlight;
            return true;
        }

        if (_known.Count >= Most)
        {
            return false;
        }

        var successor = new Successor(account) { Due = due };
        _known.Add(account, successor);
        _waiting.Enqueue(successor, afterFailure && !_stopping ? now + Pause(0) : now);
        return true;
    }

    /// <summary>Takes the next account that may be tried now; null when none may.</summary>
    public Successor? Take(DateTimeOffset now)
    {
        if (Next() is not { } next || next > now)
        {
            return null;
        }

        Successor successor = _waiting.Dequeue();
        successor.InFlight = true;
        _inFlight++;
        _lastTry = now;
        return successor;
    }

    /// <summary>When the next account may be tried; null when nothing may be before something else happens.</summary>
    public DateTimeOffset? Next()
    {
        if (_inFlight >= (_stopping ? MostAtOnceWhenStopping : MostAtOnce) || !_waiting.TryPeek(out _, out DateTimeOffset first))
        {
            return null;
        }

        if (_stopping || _lastTry == DateTimeOffset.MinValue)
        {
            return first;
        }

        DateTimeOffset paced = _lastTry + (_failing ? IntervalAfterFailure : Interval);
        return paced > first ? paced : first;
    }

    /// <summary>A try came to its end.</summary>
    /// <param name="successor">Whose.</param>
    /// <param name="woken">Whether the next activation goes on with the work, or the scheduler will have it do so.</param>
    /// <param name="now">The time.</param>
    public void Ended(Successor successor, bool woken, DateTimeOffset now)
    {
        _inFlight--;
        _failing = !woken;
        successor.InFlight = false;
        if (_stopping || (woken && !successor.Again))
        {
            _known.Remove(successor.Account);
            return;
        }

        // An activation that has started and ended again counts like one that did not start.
        TimeSpan pause = Pause(successor.Failures);
        successor.Failures = woken ? 0 : successor.Failures + 1;
        successor.Again = false;
        _waiting.Enqueue(successor, now + pause);
    }

    /// <summary>The process stops: whoever waits is tried now, and nobody twice.</summary>
    public void Stop(DateTimeOffset now)
    {
        _stopping = true;
        Successor[] all = [.. _waiting.UnorderedItems.Select(item => item.Element)];
        _waiting.Clear();
        _waiting.EnqueueRange(all, now);
    }

    /// <summary>Between half of the pause and one and a half, so that accounts that failed together do not come back together.</summary>
    private TimeSpan Pause(int failures)
    {
        double seconds = Math.Min(firstPause.TotalSeconds * Math.Pow(2, Math.Min(failures, 30)), LongestPause.TotalSeconds);
        return TimeSpan.FromSeconds(seconds * (0.5 + random()));
    }
}
