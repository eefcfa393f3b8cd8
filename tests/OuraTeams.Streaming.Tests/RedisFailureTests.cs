using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using OuraTeams.Streaming.Queues;
using OuraTeams.Streaming.Redis;
using StackExchange.Redis;

namespace OuraTeams.Streaming.Tests;

/// <summary>What becomes of messages when Redis itself fails.</summary>
public sealed class RedisFailureTests
{
    private const int Partition = 2;

    [Fact]
    public async Task A_restart_of_redis_in_order_loses_nothing_that_was_accepted()
    {
        await using RedisProcess redis = await RedisProcess.StartAsync("--appendfsync", "everysec");
        await AppendThroughAsync(redis, async () =>
        {
            await redis.StopAsync();
            await redis.StartAgainAsync();
        });
    }

    [Fact]
    public async Task A_killed_redis_that_syncs_always_loses_nothing_that_was_accepted()
    {
        await using RedisProcess redis = await RedisProcess.StartAsync("--appendfsync", "always");
        await AppendThroughAsync(redis, async () =>
        {
            await redis.KillAsync();
            await redis.StartAgainAsync();
        });
    }

    [Fact]
    public async Task What_is_pending_and_what_is_acknowledged_outlive_a_killed_redis()
    {
        await using RedisProcess redis = await RedisProcess.StartAsync("--appendfsync", "always");
        using RedisQueueStore store = await RedisFixture.OpenAsync(redis.Connection, "tests");
        for (int number = 0; number < 5; number++)
        {
            await store.AppendAsync(Partition, Encoding.UTF8.GetBytes($"{number}"));
        }

        IQueueReader reader = store.Read(Partition);
        IReadOnlyList<QueuedMessage> messages = await reader.NextAsync(4, CancellationToken.None);
        await reader.AcknowledgeAsync([messages[0].Id, messages[2].Id]);
        await redis.KillAsync();
        await redis.StartAgainAsync();

        IQueueReader next = store.Read(Partition);
        List<QueuedMessage> rest = await ReadAllAsync(next, 3);
        Assert.Equal(["1", "3", "4"], rest.Select(Text));
        Assert.Equal(3, (await store.MeasureAsync(Partition, CancellationToken.None)).Pending);

        // The new process knows none of the scripts.
        await next.AcknowledgeAsync([.. rest.Select(message => message.Id)]);
        Assert.Equal(new QueueDepth(0, 0, null, 0), await store.MeasureAsync(Partition, CancellationToken.None));
    }

    [Fact]
    public async Task Nothing_is_said_to_be_empty_while_redis_is_away()
    {
        await using RedisProcess redis = await RedisProcess.StartAsync();
        using RedisQueueStore store = await RedisFixture.OpenAsync(redis.Connection, "tests");
        IQueueReader reader = store.Read(Partition);
        Assert.Empty(await reader.NextAsync(10, CancellationToken.None));
        await redis.StopAsync();

        await Assert.ThrowsAnyAsync<RedisException>(() => Unwrapped(store.AppendAsync(Partition, new byte[] { 1 })));
        await Assert.ThrowsAnyAsync<RedisException>(() => Unwrapped(reader.NextAsync(10, CancellationToken.None)));
        await Assert.ThrowsAnyAsync<RedisException>(() => Unwrapped(store.Read(Partition).NextAsync(10, CancellationToken.None)));
        await Assert.ThrowsAnyAsync<RedisException>(() => Unwrapped(reader.AcknowledgeAsync([1])));
        await Assert.ThrowsAnyAsync<RedisException>(() => Unwrapped(store.MeasureAsync(Partition, CancellationToken.None)));
        await Assert.ThrowsAnyAsync<RedisException>(() => Unwrapped(RedisFixture.OpenAsync(redis.Connection, "tests")));
    }

    [Fact]
    public async Task A_read_whose_answer_never_came_loses_nothing()
    {
        await using RedisProcess redis = await RedisProcess.StartAsync();
        using RedisQueueStore store = await RedisFixture.OpenAsync(redis.Connection, "tests");
        IQueueReader reader = store.Read(Partition);
        await store.AppendAsync(Partition, "first"u8.ToArray());
        Assert.Single(await reader.NextAsync(10, CancellationToken.None));
        await store.AppendAsync(Partition, "second"u8.ToArray());

        // Redis gets the command, and answers it when nobody waits any more.
        await redis.SignalAsync("STOP");
        await Assert.ThrowsAsync<RedisTimeoutException>(() => reader.NextAsync(10, CancellationToken.None));
        await redis.SignalAsync("CONT");

        await using ConnectionMultiplexer other = await redis.ConnectAsync();
        await Eventually.IsTrueAsync(async () => (await other.GetDatabase().StreamPendingAsync($"{{tests:queue:{Partition}}}:messages", "silos")).PendingMessageCount == 2);
        Assert.Equal(["second"], (await ReadAllAsync(reader, 1)).Select(Text));
        Assert.Empty(await reader.NextAsync(10, CancellationToken.None));
    }

    [Fact]
    public async Task An_acknowledgement_that_failed_can_be_made_again()
    {
        await using RedisProcess redis = await RedisProcess.StartAsync();
        using RedisQueueStore store = await RedisFixture.OpenAsync(redis.Connection, "tests");
        await store.AppendAsync(Partition, "one"u8.ToArray());
        IQueueReader reader = store.Read(Partition);
        long id = (await reader.NextAsync(10, CancellationToken.None))[0].Id;

        await redis.SignalAsync("STOP");
        await Assert.ThrowsAsync<RedisTimeoutException>(() => reader.AcknowledgeAsync([id]));
        await redis.SignalAsync("CONT");
        await Eventually.SucceedsAsync(async () =>
        {
            await reader.AcknowledgeAsync([id]);
            return true;
        });

        Assert.Equal(0, (await store.MeasureAsync(Partition, CancellationToken.None)).Length);
    }

    [Fact]
    public async Task A_message_that_could_not_be_dead_lettered_is_tried_again()
    {
        await using RedisProcess redis = await RedisProcess.StartAsync("--appendfsync", "always");
        using RedisQueueStore store = await RedisFixture.OpenAsync(redis.Connection, "tests");
        await store.AppendAsync(Partition, "poison"u8.ToArray());
        long id = (await store.Read(Partition).NextAsync(10, CancellationToken.None))[0].Id;
        var deadLetters = new DeadLetterWriter(store, Partition, NullLogger<DeadLetterWriter>.Instance);

        await redis.SignalAsync("STOP");
        await deadLetters.DeadLetterAsync(id, "test");
        await redis.KillAsync();
        await redis.StartAgainAsync();
        await Eventually.IsTrueAsync(async () =>
        {
            await deadLetters.RetryAsync();
            return (await Eventually.SucceedsAsync(() => store.ListDeadAsync(Partition, 0, 10, CancellationToken.None))).Count == 1;
        });

        Assert.Equal(0, (await store.MeasureAsync(Partition, CancellationToken.None)).Pending);
    }

    [Fact]
    public async Task A_redis_that_is_out_of_memory_refuses_appends_and_gives_out_what_it_has()
    {
        await using RedisProcess redis = await RedisProcess.StartAsync("--maxmemory-policy", "noeviction");
        using RedisQueueStore store = await RedisFixture.OpenAsync(redis.Connection, "tests");
        foreach (string text in new[] { "done", "poison", "kept" })
        {
            await store.AppendAsync(Partition, Encoding.UTF8.GetBytes(text));
        }

        IQueueReader reader = store.Read(Partition);
        Assert.Empty(await store.Read(Partition + 1).NextAsync(10, CancellationToken.None));
        await using ConnectionMultiplexer other = await redis.ConnectAsync();
        await other.GetServers()[0].ConfigSetAsync("maxmemory", "1");

        RedisServerException refusal = await Assert.ThrowsAsync<RedisServerException>(() => store.AppendAsync(Partition, new byte[] { 1 }));
        Assert.Contains("OOM", refusal.Message, StringComparison.Ordinal);
        IReadOnlyList<QueuedMessage> messages = await reader.NextAsync(10, CancellationToken.None);
        Assert.Equal(["done", "poison", "kept"], messages.Select(Text));
        await reader.AcknowledgeAsync([messages[0].Id]);
        await Assert.ThrowsAsync<RedisServerException>(() => store.DeadLetterAsync(Partition, messages[1].Id, "test"));
        Assert.Equal((2, 2, 0), await DepthAsync());

        await other.GetServers()[0].ConfigSetAsync("maxmemory", "0");
        Assert.True(await store.DeadLetterAsync(Partition, messages[1].Id, "test"));
        await store.AppendAsync(Partition, "after"u8.ToArray());
        Assert.Equal((2, 1, 1), await DepthAsync());

        async Task<(long Length, long Pending, long Dead)> DepthAsync()
        {
            QueueDepth depth = await store.MeasureAsync(Partition, CancellationToken.None);
            return (depth.Length, depth.Pending, depth.Dead);
        }
    }

    /// <summary>Appends from many sides while Redis is disturbed; whatever was accepted must be read.</summary>
    private static async Task AppendThroughAsync(RedisProcess redis, Func<Task> disturb)
    {
        using RedisQueueStore store = await RedisFixture.OpenAsync(redis.Connection, "tests");
        var accepted = new ConcurrentBag<int>();
        int next = 0;
        using var enough = new CancellationTokenSource();
        Task[] writers = [.. Enumerable.Range(0, 16).Select(async _ =>
        {
            while (!enough.IsCancellationRequested)
            {
                int number = Interlocked.Increment(ref next);
                try
                {
                    await store.AppendAsync(Partition, Encoding.UTF8.GetBytes($"{number}"));
                    accepted.Add(number);
                }
                catch (Exception error) when (error is RedisException or RedisTimeoutException)
                {
                    // Redis is away: this one was not accepted.
                }
            }
        })];

        await Eventually.IsTrueAsync(() => Task.FromResult(accepted.Count > 500));
        await disturb();
        int before = accepted.Count;
        await Eventually.IsTrueAsync(() => Task.FromResult(accepted.Count > before + 500));
        await enough.CancelAsync();
        await Task.WhenAll(writers);

        var read = new HashSet<int>();
        IQueueReader reader = store.Read(Partition);
        while (await reader.NextAsync(1000, CancellationToken.None) is { Count: > 0 } messages)
        {
            read.UnionWith(messages.Select(message => int.Parse(Text(message))));
        }

        Assert.Empty(accepted.Except(read));
    }

    /// <summary>Reads on, over failures, until there are as many.</summary>
    private static async Task<List<QueuedMessage>> ReadAllAsync(IQueueReader reader, int count)
    {
        var all = new List<QueuedMessage>();
        await Eventually.IsTrueAsync(async () =>
        {
            all.AddRange(await Eventually.SucceedsAsync(() => reader.NextAsync(100, CancellationToken.None)));
            return all.Count >= count;
        });
        return all;
    }

    /// <summary>A time limit in StackExchange.Redis is no <see cref="RedisException"/>; here it is as good as one.</summary>
    private static async Task Unwrapped(Task task)
    {
        try
        {
            await task;
        }
        catch (RedisTimeoutException error)
        {
            throw new RedisException(error.Message, error);
        }
    }

    private static string Text(QueuedMessage message) => Encoding.UTF8.GetString(message.Payload);
}
