namespace OuraTeams.Cluster.Tests.Faults;

/// <summary>
/// Counts by itself, from what the stand-in got, how many requests each person's tokens made in any window. That is stricter than
/// the stand-in, which begins anew with each token.
/// </summary>
internal sealed class BudgetWatch : IAsyncDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly TestCluster _cluster;
    private readonly int _limit;
    private readonly Queue<(DateTimeOffset At, long[] Counts)> _looks = new();
    private readonly HashSet<int> _over = [];
    private readonly CancellationTokenSource _end = new();
    private readonly Task _watching;
    private int _overCount;
    private long _most;

    public BudgetWatch(TestCluster cluster, int limit)
    {
        _cluster = cluster;
        _limit = limit;
        _watching = WatchAsync();
    }

    /// <summary>People for whom more was asked in a window than a token allows.</summary>
    public int Over => Volatile.Read(ref _overCount);

    /// <summary>Most requests of one person in a window that ended since the beginning.</summary>
    public long Most => Volatile.Read(ref _most);

    /// <summary>Begins anew to look for the most.</summary>
    public void Begin() => Volatile.Write(ref _most, 0);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching;
        _end.Dispose();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token))
            {
                Look();
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private void Look()
    {
        // From before the older counts to after the newer ones: what lies between was asked within the window for sure.
        DateTimeOffset from = TimeProvider.System.GetUtcNow();
        long[] counts = [.. _cluster.People.Select(person => _cluster.Sandbox.Requests.OfMember(person.Id))];
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        _looks.Enqueue((from, counts));
        while (now - _looks.Peek().At > Window)
        {
            _looks.Dequeue();
        }

        long[] before = _looks.Peek().Counts;
        for (int person = 0; person < counts.Length; person++)
        {
            long spent = counts[person] - before[person];
            _most = Math.Max(_most, spent);
            if (spent > _limit && _over.Add(person))
            {
                _overCount++;
            }
        }
    }
}
