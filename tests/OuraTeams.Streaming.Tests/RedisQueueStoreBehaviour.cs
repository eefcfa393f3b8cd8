using System.Text;
using OuraTeams.Streaming.Queues;
using OuraTeams.Streaming.Redis;
using StackExchange.Redis;

namespace OuraTeams.Streaming.Tests;

/// <summary>The queue in a real Redis, and what only a queue in Redis has to do. The tests over a program derive from this.</summary>
public abstract class RedisQueueStoreBehaviour(RedisFixture fixture) : QueueStoreBehaviour
{
    private readonly string _service = Guid.NewGuid().ToString("N");

    private RedisKey Stream => $"{{{_service}:queue:0}}:messages";

    [Fact]
    public async Task What_is_pending_is_never_trimmed_and_what_is_done_leaves_the_memory()
    {
        await AppendAsync("0", "1", "2");
        IQueueReader reader = Store.Read(0);
        IReadOnlyList<QueuedMessage> messages = await reader.NextAsync(10, CancellationToken.None);
        await AppendAsync("3");

        await reader.AcknowledgeAsync([messages[1].Id, messages[2].Id]);
        Assert.Equal(4, await fixture.Database.StreamLengthAsync(Stream));

        await reader.AcknowledgeAsync([messages[0].Id]);
        Assert.Equal(1, await fixture.Database.StreamLengthAsync(Stream));
        Assert.Equal("3", Text(Assert.Single(await reader.NextAsync(10, CancellationToken.None))));
    }

    [Fact]
    public async Task A_message_that_reader_after_reader_gave_up_is_poison()
    {
        await ReopenAsync(options => options.MostDeliveries = 2);
        await AppendAsync("poison");
        Assert.Single(await Store.Read(0).NextAsync(10, CancellationToken.None));
        Assert.Single(await Store.Read(0).NextAsync(10, CancellationToken.None));
        await AppendAsync("good");

        Assert.Equal("good", Text(Assert.Single(await Store.Read(0).NextAsync(10, CancellationToken.None))));

        DeadLetter letter = Assert.Single(await Store.ListDeadAsync(0, 0, 10, CancellationToken.None));
        Assert.Equal(("delivered too often", "poison"), (letter.Reason, Encoding.UTF8.GetString(letter.Payload)));
        Assert.Equal(1, (await Store.MeasureAsync(0, CancellationToken.None)).Pending);
    }

    [Fact]
    public async Task Messages_without_a_reader_under_any_name_are_taken_over_and_what_is_out_for_delivery_is_not()
    {
        await ReopenAsync(options => (options.ReclaimAfter, options.ReclaimEvery) = (TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(50)));
        await AppendAsync("held");
        IQueueReader reader = Store.Read(0);
        Assert.Single(await reader.NextAsync(10, CancellationToken.None));
        await AppendAsync("another name's", "our name's");
        await fixture.Database.StreamReadGroupAsync(Stream, "silos", "somebody", StreamPosition.NewMessages, 1);
        await fixture.Database.StreamReadGroupAsync(Stream, "silos", "partition-0", StreamPosition.NewMessages, 1);
        using var reclaimed = new CounterOf("ourateams.queue.reclaimed");

        var found = new List<string>();
        await Eventually.IsTrueAsync(async () =>
        {
            found.AddRange((await reader.NextAsync(10, CancellationToken.None)).Select(Text));
            return found.Count >= 2;
        });

        Assert.Equal(["another name's", "our name's"], found);
        Assert.Equal(2, reclaimed.Total);
    }

    [Fact]
    public async Task A_reader_that_lost_its_partition_is_given_nothing_and_the_new_one_has_all_that_it_left()
    {
        await AppendAsync("0", "1", "2");
        IQueueReader old = Store.Read(0);
        Assert.Equal("0", Text(Assert.Single(await old.NextAsync(1, CancellationToken.None))));
        IQueueReader next = Store.Read(0);

        Assert.Equal("0", Text(Assert.Single(await next.NextAsync(10, CancellationToken.None))));
        Assert.Empty(await old.NextAsync(10, CancellationToken.None));
        Assert.Equal(["1", "2"], (await next.NextAsync(10, CancellationToken.None)).Select(Text));
        Assert.Empty(await old.NextAsync(10, CancellationToken.None));
    }

    [Fact]
    public async Task A_reader_that_lost_its_partition_takes_it_back_when_the_other_falls_silent()
    {
        var lease = TimeSpan.FromHours(1);
        RedisKey holder = $"{{{_service}:queue:0}}:reader";
        await ReopenAsync(options => options.ReaderLease = lease);
        await AppendAsync("0", "1");
        IQueueReader old = Store.Read(0);
        Assert.Single(await old.NextAsync(1, CancellationToken.None));
        IQueueReader next = Store.Read(0);

        // As long as it reads, it keeps the partition: with each read that is made late in the lease this begins anew.
        Assert.Equal("0", Text(Assert.Single(await next.NextAsync(1, CancellationToken.None))));
        Assert.Equal("1", Text(Assert.Single(await next.NextAsync(1, CancellationToken.None))));
        for (int read = 0; read < 5; read++)
        {
            Assert.True(await fixture.Database.KeyExpireAsync(holder, lease / 3));
            Assert.Empty(await old.NextAsync(1, CancellationToken.None));
            Assert.Empty(await next.NextAsync(1, CancellationToken.None));
            Assert.InRange((await fixture.Database.KeyTimeToLiveAsync(holder))!.Value, lease / 2, lease);
        }

        // Silent for the whole lease, it loses it. Then the first takes what it left; the first message is still out for delivery here.
        Assert.True(await fixture.Database.KeyExpireAsync(holder, TimeSpan.Zero));
        Assert.Equal(["1"], (await old.NextAsync(10, CancellationToken.None)).Select(Text));
        Assert.Empty(await next.NextAsync(10, CancellationToken.None));
    }

    [Fact]
    public async Task Reading_goes_on_when_there_is_no_memory_for_the_lease()
    {
        await AppendAsync("0", "1");
        Assert.Single(await Store.Read(0).NextAsync(1, CancellationToken.None));
        IServer server = fixture.Connection.GetServers()[0];
        await server.ConfigSetAsync("maxmemory", "1");
        try
        {
            IQueueReader reader = Store.Read(0);
            Assert.Equal("0", Text(Assert.Single(await reader.NextAsync(10, CancellationToken.None))));
            Assert.Equal("1", Text(Assert.Single(await reader.NextAsync(10, CancellationToken.None))));
            Assert.Empty(await reader.NextAsync(10, CancellationToken.None));
        }
        finally
        {
            await server.ConfigSetAsync("maxmemory", "0");
        }
    }

    [Fact]
    public async Task A_pending_message_that_somebody_deleted_is_counted_as_lost_and_holds_up_nothing()
    {
        await AppendAsync("deleted", "kept");
        long id = (await Store.Read(0).NextAsync(10, CancellationToken.None))[0].Id;
        await fixture.Database.StreamDeleteAsync(Stream, [RedisMessageId.Of(id)]);
        using var lost = new CounterOf("ourateams.queue.lost");

        Assert.Equal("kept", Text(Assert.Single(await Store.Read(0).NextAsync(10, CancellationToken.None))));

        Assert.Equal(1, lost.Total);
        Assert.Equal(1, (await Store.MeasureAsync(0, CancellationToken.None)).Pending);
    }

    [Fact]
    public async Task Ids_stay_within_their_numbers_when_the_clock_of_redis_went_back()
    {
        await AppendAsync("now");
        const long Ahead = 4_000_000_000_000;
        await fixture.Database.StreamAddAsync(Stream, "v1", "by a clock that was ahead", $"{Ahead}-{RedisMessageId.NearEnd}");

        await AppendAsync("last of its millisecond", "first of the next");

        RedisValue[] ids = [.. (await fixture.Database.StreamRangeAsync(Stream)).Select(entry => entry.Id)];
        Assert.Equal([$"{Ahead}-{RedisMessageId.NearEnd}", $"{Ahead}-{RedisMessageId.NearEnd + 1}", $"{Ahead + 1}-1"], ids[1..].Select(id => id.ToString()));
        IReadOnlyList<QueuedMessage> messages = await Store.Read(0).NextAsync(10, CancellationToken.None);
        Assert.Equal(["now", "by a clock that was ahead", "last of its millisecond", "first of the next"], messages.Select(Text));
        Assert.Equal(messages.Select(message => message.Id).Order(), messages.Select(message => message.Id));
    }

    [Fact]
    public async Task An_entry_that_is_no_message_of_ours_goes_to_the_dead_letters_as_it_is()
    {
        await AppendAsync("good");
        await fixture.Database.StreamAddAsync(Stream, "v2", "from a later release");
        await fixture.Database.StreamAddAsync(Stream, "v1", "no number", $"4000000000000-{1L << 20}");

        Assert.Equal("good", Text(Assert.Single(await Store.Read(0).NextAsync(10, CancellationToken.None))));

        IReadOnlyList<DeadLetter> letters = await Store.ListDeadAsync(0, 0, 10, CancellationToken.None);
        Assert.Equal(["unknown format", "id out of range"], letters.Select(letter => letter.Reason));
        await Store.ReplayAsync(0, letters[0].Id);
        Assert.Equal("from a later release", (await fixture.Database.StreamRangeAsync(Stream)).Select(entry => entry["v2"].ToString()).Last());
    }

    [Fact]
    public async Task A_key_of_another_type_fails_the_append_and_the_read()
    {
        await fixture.Database.StringSetAsync(Stream, "not a stream");

        RedisServerException append = await Assert.ThrowsAsync<RedisServerException>(() => Store.AppendAsync(0, new byte[] { 1 }));
        RedisServerException read = await Assert.ThrowsAsync<RedisServerException>(() => Store.Read(0).NextAsync(10, CancellationToken.None));
        Assert.Contains("WRONGTYPE", append.Message, StringComparison.Ordinal);
        Assert.Contains("WRONGTYPE", read.Message, StringComparison.Ordinal);

        // A reader that began before sees it too, and goes on when it is over.
        await fixture.Database.KeyDeleteAsync(Stream);
        IQueueReader reader = Store.Read(0);
        Assert.Empty(await reader.NextAsync(10, CancellationToken.None));
        await fixture.Database.StringSetAsync(Stream, "not a stream");
        await Assert.ThrowsAsync<RedisServerException>(() => Store.AppendAsync(0, new byte[] { 1 }));
        await Assert.ThrowsAsync<RedisServerException>(() => reader.NextAsync(10, CancellationToken.None));
        await fixture.Database.KeyDeleteAsync(Stream);
        await AppendAsync("again");
        Assert.Equal("again", Text(Assert.Single(await reader.NextAsync(10, CancellationToken.None))));
    }

    [Fact]
    public async Task A_group_that_is_gone_is_made_again_from_the_oldest_message_on()
    {
        await AppendAsync("first");
        IQueueReader reader = Store.Read(0);
        await reader.AcknowledgeAsync([(await reader.NextAsync(10, CancellationToken.None))[0].Id]);
        await fixture.Database.KeyDeleteAsync(Stream);
        await AppendAsync("into a stream without a group");

        Assert.Equal("into a stream without a group", Text(Assert.Single(await reader.NextAsync(10, CancellationToken.None))));
    }

    [Fact]
    public async Task A_queue_made_with_another_number_of_partitions_is_refused()
    {
        await fixture.Database.HashSetAsync($"{{{_service}:queue:0}}:meta", "partitions", 8);

        InvalidOperationException refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => Store.AppendAsync(0, new byte[] { 1 }));

        Assert.Contains("8 partitions", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, await fixture.Database.StreamLengthAsync(Stream));
    }

    [Fact]
    public async Task All_keys_of_a_partition_are_in_one_slot()
    {
        await AppendAsync("one");
        await Store.DeadLetterAsync(0, (await Store.Read(0).NextAsync(10, CancellationToken.None))[0].Id, "test");

        IServer server = fixture.Connection.GetServers()[0];
        RedisKey[] keys = await server.KeysAsync(pattern: $"*{_service}*").ToArrayAsync();

        Assert.Equal(4, keys.Length);
        Assert.Single(keys.Select(fixture.Connection.GetHashSlot).Distinct());
        Assert.All(keys, key => Assert.StartsWith($"{{{_service}:queue:0}}:", key.ToString(), StringComparison.Ordinal));
    }

    private protected override async Task<IQueueStore> OpenAsync(Action<QueueOptions>? configure = null) =>
        await RedisFixture.OpenAsync(fixture.Redis.PatientConnection, _service, configure);

    private protected override Task CloseAsync(IQueueStore store)
    {
        ((RedisQueueStore)store).Dispose();
        return Task.CompletedTask;
    }

    private async Task ReopenAsync(Action<RedisQueueOptions> configure)
    {
        await CloseAsync(Store);
        Store = await RedisFixture.OpenAsync(fixture.Redis.PatientConnection, _service, configure);
    }

    private async Task AppendAsync(params string[] texts)
    {
        foreach (string text in texts)
        {
            await Store.AppendAsync(0, Encoding.UTF8.GetBytes(text));
        }
    }
}
