using Orleans.Streams;

namespace OuraTeams.Streaming.Queues;

/// <summary>Numbers Orleans' queues, so that a store need not know their names.</summary>
internal sealed class QueuePartitions
{
    private readonly HashRingBasedStreamQueueMapper _mapper;
    private readonly Dictionary<QueueId, int> _numbers;

    public QueuePartitions(string provider, int count)
    {
        _mapper = new HashRingBasedStreamQueueMapper(new Orleans.Configuration.HashRingStreamQueueMapperOptions { TotalQueueCount = count }, provider);
        _numbers = _mapper.GetAllQueues().ToDictionary(queue => queue, queue => (int)queue.GetNumericId());
    }

    public IStreamQueueMapper Mapper => _mapper;

    public int Of(QueueId queue) => _numbers[queue];

    public int Of(StreamId stream) => _numbers[_mapper.GetQueueForStream(stream)];
}
