using Microsoft.Extensions.Logging;
using Orleans.Serialization;

namespace OuraTeams.Streaming.Queues;

/// <summary>Walks through the partitions of a store.</summary>
internal sealed class DeadLetters(string name, IQueueStore store, Serializer<QueueEnvelope> serializer, TimeProvider clock, ILogger<DeadLetters> logger) : IDeadLetters
{
    private const int PageSize = 256;

    private readonly QueuePartitions _partitions = new(name, store.Partitions);

    public async Task<IReadOnlyList<DeadLetter>> ListAsync(DeadLetterId after, int count, CancellationToken cancellation)
    {
        await store.OpenAsync(cancellation);
        var letters = new List<DeadLetter>();
        long number = after.Number;
        for (int partition = after.Partition; partition < store.Partitions && letters.Count < count; partition++)
        {
            letters.AddRange(await store.ListDeadAsync(partition, number, count - letters.Count, cancellation));
            number = 0;
        }

        return letters;
    }

    public DeadLetterContent? Read(DeadLetter letter)
    {
        try
        {
            return serializer.Deserialize(letter.Payload) is { } envelope ? new DeadLetterContent(envelope.StreamId, envelope.Events) : null;
        }
        catch (Exception error)
        {
            // Whatever the serializer throws: a message that can't be decoded is among the dead letters for that reason.
            StreamingLog.UnreadableLetter(logger, error, letter.Partition, letter.Id);
            return null;
        }
    }

    public async Task<bool> ReplayAsync(DeadLetterId id)
    {
        await store.OpenAsync(CancellationToken.None);
        bool replayed = await store.ReplayAsync(id.Partition, id.Number);
        if (replayed)
        {
            Instruments.Replayed.Add(1);
        }

        return replayed;
    }

    public async Task<int> ReplayAllAsync(CancellationToken cancellation)
    {
        DateTimeOffset began = clock.GetUtcNow();
        int replayed = 0;
        DeadLetterId after = DeadLetterId.None;
        while (true)
        {
            IReadOnlyList<DeadLetter> page = await ListAsync(after, PageSize, cancellation);
            foreach (DeadLetter letter in page)
            {
                after = new DeadLetterId(letter.Partition, letter.Id);
                if (letter.DeadLetteredAt <= began && await ReplayAsync(after))
                {
                    replayed++;
                }
            }

            if (page.Count < PageSize)
            {
                return replayed;
            }
        }
    }

    public async Task<int> DeleteAllAsync(StreamId stream, CancellationToken cancellation)
    {
        await store.OpenAsync(cancellation);
        int partition = _partitions.Of(stream);
        int deleted = 0;
        long after = 0;
        IReadOnlyList<DeadLetter> page;
        do
        {
            page = await store.ListDeadAsync(partition, after, PageSize, cancellation);
            foreach (DeadLetter letter in page)
            {
                after = letter.Id;
                bool isOfStream = Read(letter) is { } content ? content.Stream == stream : letter.Payload.AsSpan().IndexOf(stream.Key.Span) >= 0;
                if (isOfStream && await store.DeleteDeadAsync(partition, letter.Id))
                {
                    deleted++;
                }
            }
        }
        while (page.Count == PageSize);
        return deleted;
    }
}
