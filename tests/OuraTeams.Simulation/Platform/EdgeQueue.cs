using OuraTeams.Streaming.Queues;

namespace OuraTeams.Simulation;

/// <summary>The durable queue, as one of the <see cref="Edges"/>.</summary>
internal sealed class EdgeQueue(IQueueStore store, Edges edges) : IQueueStore, IDisposable
{
    public int Partitions => store.Partitions;

    // The queue's own thread answers, which is none of the pool: who waits for it is counted.
    public Task OpenAsync(CancellationToken cancellation) => edges.LookAsync(async () =>
    {
        await store.OpenAsync(cancellation);
        for (int partition = 0; partition < Partitions; partition++)
        {
            edges.Queue((await store.MeasureAsync(partition, cancellation)).Length);
        }

        return true;
    });

    public Task AppendAsync(int partition, ReadOnlyMemory<byte> payload) => edges.CrossAsync("append to the queue", async () =>
    {
        await store.AppendAsync(partition, payload);
        edges.Queue(1);
    });

    public IQueueReader Read(int partition) => new Reader(store.Read(partition), edges);

    public Task<bool> DeadLetterAsync(int partition, long id, string reason) =>
        edges.CrossAsync("dead letter in the queue", () => store.DeadLetterAsync(partition, id, reason));

    public Task<IReadOnlyList<DeadLetter>> ListDeadAsync(int partition, long after, int count, CancellationToken cancellation) =>
        edges.CrossAsync("list of dead letters", () => store.ListDeadAsync(partition, after, count, cancellation));

    public Task<bool> ReplayAsync(int partition, long id) => store.ReplayAsync(partition, id);

    public Task<bool> DeleteDeadAsync(int partition, long id) => edges.CrossAsync("deletion of a dead letter", () => store.DeleteDeadAsync(partition, id));

    public Task<QueueDepth> MeasureAsync(int partition, CancellationToken cancellation) => store.MeasureAsync(partition, cancellation);

    public void Dispose() => (store as IDisposable)?.Dispose();

    private sealed class Reader(IQueueReader reader, Edges edges) : IQueueReader
    {
        public async Task<IReadOnlyList<QueuedMessage>> NextAsync(int count, CancellationToken cancellation)
        {
            // Looking in vain crosses nothing; it happens all the time.
            IReadOnlyList<QueuedMessage> messages = await edges.LookAsync(() => reader.NextAsync(count, cancellation));
            edges.Queue(-messages.Count);
            return messages.Count == 0 ? messages : await edges.CrossAsync("read of the queue", () => Task.FromResult(messages));
        }

        public Task AcknowledgeAsync(IReadOnlyCollection<long> ids) =>
            edges.CrossAsync("acknowledgement to the queue", () => reader.AcknowledgeAsync(ids));
    }
}
