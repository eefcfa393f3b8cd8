using System.Net;
using OuraTeams.Sandbox;

namespace OuraTeams.Cluster.Tests.Faults;

/// <summary>
/// People's documents change at a steady rate, whatever state the platform is in, and each change is delivered as Oura does it:
/// ten seconds for an answer, and again, with growing pauses, until it is 2xx. Now and then a document is deleted and comes
/// back, and an event is delivered twice. A document changes again only when its last event was accepted.
/// </summary>
internal sealed class FaultStorm : IAsyncDisposable
{
    private static readonly string[] Kinds = ["daily_activity", "daily_sleep", "daily_readiness", "daily_stress", "daily_spo2", "workout"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(4);
    private const int DeleteOneOf = 8;
    private const int DoubleOneOf = 10;

    private readonly TestCluster _cluster;
    private readonly Random _random;
    private readonly List<SandboxDocument> _documents;
    private readonly HashSet<string> _deleted = [];
    private readonly List<Task> _underWay = [];
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _blowing;
    private int _changes;
    private int _accepted;
    private int _repeated;
    private int _refused;

    public FaultStorm(TestCluster cluster, IReadOnlyList<DateOnly> days, int eventsPerSecond, int seed)
    {
        _cluster = cluster;
        _random = new Random(seed);
        _documents =
        [
            .. from member in cluster.People
               from kind in Kinds
               from document in cluster.World.Documents(member.Id, kind)
               where days.Contains(document.Day)
               select document,
        ];
        _blowing = BlowAsync(TimeSpan.FromSeconds(1.0 / eventsPerSecond));
    }

    /// <summary>Documents changed, each with one event.</summary>
    public int Changes => Volatile.Read(ref _changes);

    /// <summary>Events that were answered 2xx, each counted once.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Deliveries of events that were answered 2xx before, or may have been.</summary>
    public int Repeated => Volatile.Read(ref _repeated);

    /// <summary>Deliveries that were not answered 2xx, or not at all.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>No further changes; waits until the event of each is accepted, and brings back what is deleted.</summary>
    public async Task EndAsync()
    {
        await _end.CancelAsync();
        await _blowing;
        await Task.WhenAll(UnderWay());
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _blowing;
        _end.Dispose();
    }

    private Task[] UnderWay()
    {
        lock (_lock)
        {
            return [.. _underWay];
        }
    }

    private async Task BlowAsync(TimeSpan pause)
    {
        using var timer = new PeriodicTimer(pause);
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token))
            {
                ChangeOne();
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private void ChangeOne()
    {
        lock (_lock)
        {
            if (_documents.Count == 0)
            {
                return;
            }

            int place = _random.Next(_documents.Count);
            SandboxDocument document = _documents[place];
            _documents.RemoveAt(place);
            WorldChange change = Change(document);
            _changes++;
            _underWay.RemoveAll(delivery => delivery.IsCompletedSuccessfully);
            _underWay.Add(DeliverAsync(document, change, _random.Next(DoubleOneOf) == 0));
        }
    }

    private WorldChange Change(SandboxDocument document)
    {
        World world = _cluster.World;
        if (_deleted.Remove(document.Id))
        {
            return world.Restore(document.MemberId, document.Kind, document.Id);
        }

        // Workouts need not have other values; they come and go instead.
        if (document.Kind == "workout" || _random.Next(DeleteOneOf) == 0)
        {
            _deleted.Add(document.Id);
            return world.Delete(document.MemberId, document.Kind, document.Id);
        }

        return world.Revise(document.MemberId, document.Kind, document.Id);
    }

    private async Task DeliverAsync(SandboxDocument document, WorldChange change, bool twice)
    {
        string body = Deliveries.Event(change.EventType, change.DataType, change.DocumentId, change.MemberId);
        TimeSpan pause = FirstPause;
        bool mayBeKnown = false;
        while (true)
        {
            if (mayBeKnown)
            {
                Interlocked.Increment(ref _repeated);
            }

            (bool accepted, bool unsure) = await TryAsync(body);
            mayBeKnown |= unsure;
            if (accepted)
            {
                break;
            }

            Interlocked.Increment(ref _refused);
            await Task.Delay(pause);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }

        Interlocked.Increment(ref _accepted);
        if (twice && (await TryAsync(body)).Accepted)
        {
            Interlocked.Increment(ref _repeated);
        }

        lock (_lock)
        {
            _documents.Add(document);
        }
    }

    private async Task<(bool Accepted, bool Unsure)> TryAsync(string body)
    {
        try
        {
            using HttpResponseMessage answer = await _cluster.Deliveries.SendAsync(body).WaitAsync(Patience);
            return (answer.StatusCode is >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices, false);
        }
        catch (Exception error) when (error is HttpRequestException or TimeoutException)
        {
            return (false, true);
        }
    }
}
