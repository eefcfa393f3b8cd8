using StackExchange.Redis;

namespace OuraTeams.Streaming.Redis;

/// <summary>Appends that end when enough replicas have them.</summary>
/// <param name="connection">Used for nothing else; closed with this.</param>
/// <param name="writer">Waits for the replicas.</param>
internal sealed class ReplicatedAppends(ConnectionMultiplexer connection, ReplicatedWriter writer) : IDisposable
{
    /// <summary>Appends and waits for the replicas.</summary>
    /// <exception cref="QueueNotReplicatedException">Too few of them have the message, or it is not known how many.</exception>
    public async Task<RedisValue> AppendAsync(RedisKey stream, ReadOnlyMemory<byte> payload)
    {
        RedisValue id = RedisValue.Null;
        int? replicas = await writer.WriteAsync(
            connection.GetServer(stream, null, CommandFlags.DemandMaster),
            async () => id = await connection.GetDatabase().StreamAddAsync(
                stream, RedisQueueKeys.Field, payload, maxLength: null, flags: CommandFlags.DemandMaster | CommandFlags.NoRedirect));
        return replicas switch
        {
            null => throw new QueueNotReplicatedException("The connection to Redis was lost before the replicas could be asked."),
            { } count when count < writer.Replicas =>
                throw new QueueNotReplicatedException($"{count} of {writer.Replicas} replicas had the message within {writer.Timeout}."),
            _ => id,
        };
    }

    public void Dispose() => connection.Dispose();
}
