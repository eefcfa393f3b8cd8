using OuraTeams.Streaming.Queues;

namespace OuraTeams.Streaming.Redis;

/// <summary>Settings of the queue in Redis Streams (Redis 7.0 or newer, or Valkey 8.0).</summary>
public sealed class RedisQueueOptions : QueueOptions
{
    /// <summary>
    /// Where Redis is and how to log in, as StackExchange.Redis writes it: <c>host:6379,user=...,password=...,ssl=true</c>;
    /// several hosts for a cluster; <c>serviceName=...</c> for Sentinel. The queue opens its own connections with it, so that
    /// it never waits behind the storage of grains.
    /// </summary>
    [Redact]
    public string Connection { get; set; } = "";

    /// <summary>
    /// Path of the certificate (PEM) of the authority that signed Redis' own, where the machine does not know it. Empty by
    /// default: the machine's authorities.
    /// </summary>
    public string IssuerCertificate { get; set; } = "";

    /// <summary>
    /// First part of the keys, <c>{service:provider:partition}:...</c>. Fixed for ever: it decides where the messages are.
    /// Orleans' own service id when empty, which is the default.
    /// </summary>
    public string ServiceId { get; set; } = "";

    /// <summary>Replicas that must have a message before an append ends (<c>WAIT</c>). Default 0: the primary alone.</summary>
    public int Replicas { get; set; }

    /// <summary>Time for the replicas to have it. Default 1 second.</summary>
    public TimeSpan ReplicaTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Readers that may take a message over from one another before it counts as poison and goes to the dead letters. Each
    /// start of a silo and each move of a partition counts for all messages that are pending then. Default 16.
    /// </summary>
    public int MostDeliveries { get; set; } = 16;

    /// <summary>Time between two searches for pending messages that no reader holds. Default 15 s.</summary>
    public TimeSpan ReclaimEvery { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Time after which a pending message without a reader is taken over; longer than Orleans tries to deliver
    /// (<c>MaxEventDeliveryTime</c>). Default 90 s.
    /// </summary>
    public TimeSpan ReclaimAfter { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>
    /// How long a partition stays with a reader that no longer reads, while another one waits for it. A new owner of the
    /// partition does not wait: it takes it at once. Default 10 s.
    /// </summary>
    public TimeSpan ReaderLease { get; set; } = TimeSpan.FromSeconds(10);
}
