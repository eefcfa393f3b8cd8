using System.Collections.Concurrent;
using System.Net;
using OuraTeams.Sandbox;

namespace OuraTeams.Cluster.Tests;

/// <summary>
/// Revisions of a day's documents, each told by a delivery until it is accepted: so that the truth changes all the time, and at
/// the end the platform must know the newest of each. Deliveries come as Oura's would: again after a while when nobody took them.
/// </summary>
internal sealed class Storm : IDisposable
{
    private const int Senders = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(200);

    private readonly TestCluster _cluster;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<SandboxDocument> _documents;
    private readonly Task _running;
    private int _accepted;
    private int _refused;

    public Storm(TestCluster cluster, params DateOnly[] days)
    {
        _cluster = cluster;
        _documents = new ConcurrentQueue<SandboxDocument>(
            from member in cluster.People
            from document in cluster.World.Documents(member.Id, "daily_activity")
            where days.Contains(document.Day)
            select document);
        _running = Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => SendAsync()));
    }

    /// <summary>Deliveries that were answered 200.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Deliveries that were answered with anything else; those that met no server are not counted.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Waits until so many more were accepted.</summary>
    public Task HasAcceptedAsync(int more)
    {
        int goal = Accepted + more;
        return Eventually.HoldsAsync(() => Task.FromResult(Accepted >= goal), $"{goal} deliveries are accepted");
    }

    /// <summary>Ends it when every delivery under way is accepted.</summary>
    public async Task EndAsync()
    {
        await _end.CancelAsync();
        await _running;
    }

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private async Task SendAsync()
    {
        while (!_end.IsCancellationRequested && _documents.TryDequeue(out SandboxDocument? document))
        {
            WorldChange change = _cluster.World.Revise(document.MemberId, document.Kind, document.Id);
            string body = Deliveries.Event(change.EventType, change.DataType, change.DocumentId, change.MemberId);
            while (!await DeliverAsync(body))
            {
                await Task.Delay(Again);
            }

            _documents.Enqueue(document);
            await Task.Delay(Pause);
        }
    }

    private async Task<bool> DeliverAsync(string body)
    {
        try
        {
            using HttpResponseMessage answer = await _cluster.Deliveries.SendAsync(body);
            bool accepted = answer.StatusCode == HttpStatusCode.OK;
            Interlocked.Increment(ref accepted ? ref _accepted : ref _refused);
            return accepted;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
