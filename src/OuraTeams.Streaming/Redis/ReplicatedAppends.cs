using System.Net;
using System.Threading.Channels;
using StackExchange.Redis;

namespace OuraTeams.Streaming;

/// <summary>
/// Appends that end when enough replicas have them. <c>WAIT</c> holds up its connection, so this one is used for nothing
/// else, and what arrives meanwhile shares the next one. <c>WAIT</c> speaks for its own connection only: a new connection
/// would answer for messages it never sent, so the connection's id must be the same before and after.
/// </summary>
internal sealed class ReplicatedAppends : IDisposable
{
    private const int MostWaiting = 10_000;
    private const int MostInOneWait = 512;

    private readonly ConnectionMultiplexer _connection;
    private readonly RedisQueueOptions _options;
    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    public ReplicatedAppends(ConnectionMultiplexer connection, RedisQueueOptions options)
    {
        _connection = connection;
        _options = options;
        _ = RunAsync();
    }

    /// <summary>Appends and waits for the replicas.</summary>
    /// <exception cref="QueueNotReplicatedException">Too few of them have it.</exception>
    public async Task<RedisValue> AppendAsync(RedisKey stream, ReadOnlyMemory<byte> payload)
    {
        var waiting = new Waiting(stream, payload, new TaskCompletionSource<RedisValue>(TaskCreationOptions.RunContinuationsAsynchronously));
        await _waiting.Writer.WriteAsync(waiting);
        return await waiting.Done.Task;
    }

    public void Dispose()
    {
        _waiting.Writer.TryComplete();
        _connection.Dispose();
    }

    /// <summary>Never fails: each failure goes to those who wait for it.</summary>
    private async Task RunAsync()
    {
        var batch = new List<Waiting>(MostInOneWait);
        while (await _waiting.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < MostInOneWait && _waiting.Reader.TryRead(out Waiting? next))
            {
                batch.Add(next);
            }

            try
            {
                await Task.WhenAll(batch.GroupBy(waiting => ServerOf(waiting.Stream).EndPoint).Select(AppendAsync));
            }
            catch (Exception error)
            {
                batch.ForEach(waiting => waiting.Done.TrySetException(error));
            }
        }
    }

    private async Task AppendAsync(IGrouping<EndPoint, Waiting> group)
    {
        IServer server = _connection.GetServer(group.Key);
        IDatabase database = _connection.GetDatabase();
        long before = (long)await server.ExecuteAsync("CLIENT", "ID");
        (Waiting Waiting, Task<RedisValue> Id)[] sent = [.. group.Select(waiting => (waiting, database.StreamAddAsync(
            waiting.Stream, RedisQueueKeys.Field, waiting.Payload, maxLength: null, flags: CommandFlags.DemandMaster | CommandFlags.NoRedirect)))];
        await ((Task)Task.WhenAll(sent.Select(one => one.Id))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach ((Waiting waiting, Task<RedisValue> id) in sent.Where(one => !one.Id.IsCompletedSuccessfully))
        {
            waiting.Done.TrySetException(id.Exception?.InnerException ?? new TaskCanceledException(id));
        }

        (Waiting Waiting, Task<RedisValue> Id)[] stored = [.. sent.Where(one => one.Id.IsCompletedSuccessfully)];
        if (stored.Length == 0)
        {
            return;
        }

        int replicas = (int)await server.ExecuteAsync("WAIT", _options.Replicas, (long)_options.ReplicaTimeout.TotalMilliseconds);
        long after = (long)await server.ExecuteAsync("CLIENT", "ID");
        foreach ((Waiting waiting, Task<RedisValue> id) in stored)
        {
            if (before != after)
            {
                waiting.Done.TrySetException(new QueueNotReplicatedException("The connection to Redis was lost before the replicas could be asked."));
            }
            else if (replicas < _options.Replicas)
            {
                waiting.Done.TrySetException(new QueueNotReplicatedException($"{replicas} of {_options.Replicas} replicas had the message within {_options.ReplicaTimeout}."));
            }
            else
            {
                waiting.Done.TrySetResult(await id);
            }
        }
    }

    private IServer ServerOf(RedisKey key) => _connection.GetServer(key, null, CommandFlags.DemandMaster);

    private sealed record Waiting(RedisKey Stream, ReadOnlyMemory<byte> Payload, TaskCompletionSource<RedisValue> Done);
}
