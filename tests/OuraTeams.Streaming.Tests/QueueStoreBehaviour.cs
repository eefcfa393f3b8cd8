using System.Text;
using OuraTeams.Streaming.Queues;

namespace OuraTeams.Streaming.Tests;

/// <summary>What every durable queue does. A store's tests derive from this.</summary>
public abstract class QueueStoreBehaviour : IAsyncLifetime
{
    /// <summary>The store under test, open.</summary>
    private protected IQueueStore Store { get; set; } = null!;

    public async ValueTask InitializeAsync() => Store = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await CloseAsync(Store);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Messages_come_in_the_order_of_their_appending()
    {
        for (int number = 0; number < 10; number++)
        {
            await Store.AppendAsync(3, Bytes($"{number}"));
        }

        IReadOnlyList<QueuedMessage> messages = await Store.Read(3).NextAsync(100, CancellationToken.None);

        Assert.Equal(Enumerable.Range(0, 10).Select(number => $"{number}"), messages.Select(Text));
        Assert.Equal(messages.Select(message => message.Id).Order(), messages.Select(message => message.Id));
    }

    [Fact]
    public async Task A_reader_gets_each_message_once_and_no_more_than_it_asks_for()
    {
        for (int number = 0; number < 5; number++)
        {
            await Store.AppendAsync(0, Bytes($"{number}"));
        }

        IQueueReader reader = Store.Read(0);

        Assert.Equal(2, (await reader.NextAsync(2, CancellationToken.None)).Count);
        Assert.Equal(3, (await reader.NextAsync(10, CancellationToken.None)).Count);
        Assert.Empty(await reader.NextAsync(10, CancellationToken.None));
        await Store.AppendAsync(0, Bytes("late"));
        Assert.Equal("late", Text(Assert.Single(await reader.NextAsync(10, CancellationToken.None))));
    }

    [Fact]
    public async Task Partitions_are_apart()
    {
        await Store.AppendAsync(1, Bytes("one"));
        await Store.AppendAsync(2, Bytes("two"));

        Assert.Equal("two", Text(Assert.Single(await Store.Read(2).NextAsync(10, CancellationToken.None))));
    }

    [Fact]
    public async Task What_was_not_acknowledged_comes_again_to_the_next_reader_and_what_was_does_not()
    {
        await Store.AppendAsync(0, Bytes("kept"));
        await Store.AppendAsync(0, Bytes("done"));
        IQueueReader first = Store.Read(0);
        IReadOnlyList<QueuedMessage> messages = await first.NextAsync(10, CancellationToken.None);
        await first.AcknowledgeAsync([messages[1].Id]);

        Assert.Equal("kept", Text(Assert.Single(await Store.Read(0).NextAsync(10, CancellationToken.None))));
    }

    [Fact]
    public async Task Everything_outlives_the_process()
    {
        await Store.AppendAsync(7, Bytes("before"));
        IQueueReader reader = Store.Read(7);
        long last = (await reader.NextAsync(10, CancellationToken.None))[0].Id;
        await CloseAsync(Store);

        Store = await OpenAsync();
        await Store.AppendAsync(7, Bytes("after"));
        IReadOnlyList<QueuedMessage> messages = await DrainAsync(Store.Read(7), 10);

        Assert.Equal(["before", "after"], messages.Select(Text));
        Assert.True(messages[1].Id > last);
    }

    [Fact]
    public async Task Ids_are_never_used_again_even_when_the_newest_message_is_gone()
    {
        await Store.AppendAsync(0, Bytes("one"));
        IQueueReader reader = Store.Read(0);
        long id = (await reader.NextAsync(10, CancellationToken.None))[0].Id;
        await reader.AcknowledgeAsync([id]);
        await CloseAsync(Store);

        Store = await OpenAsync();
        await Store.AppendAsync(0, Bytes("two"));

        Assert.True((await Store.Read(0).NextAsync(10, CancellationToken.None))[0].Id > id);
    }

    [Fact]
    public async Task A_dead_lettered_message_is_gone_from_its_partition_and_kept_among_the_dead_letters()
    {
        await Store.AppendAsync(0, Bytes("poison"));
        long id = (await Store.Read(0).NextAsync(10, CancellationToken.None))[0].Id;

        Assert.True(await Store.DeadLetterAsync(0, id, "test"));
        Assert.False(await Store.DeadLetterAsync(0, id, "test"));

        Assert.Empty(await Store.Read(0).NextAsync(10, CancellationToken.None));
        DeadLetter letter = Assert.Single(await Store.ListDeadAsync(0, 0, 10, CancellationToken.None));
        Assert.Equal((0, "test", "poison"), (letter.Partition, letter.Reason, Encoding.UTF8.GetString(letter.Payload)));
        Assert.InRange(letter.DeadLetteredAt, letter.EnqueuedAt, DateTimeOffset.UtcNow.AddMinutes(1));
        Assert.Empty(await Store.ListDeadAsync(1, 0, 10, CancellationToken.None));
    }

    [Fact]
    public async Task An_acknowledged_message_can_not_be_dead_lettered()
    {
        await Store.AppendAsync(0, Bytes("first"));
        await Store.AppendAsync(0, Bytes("second"));
        IQueueReader reader = Store.Read(0);
        IReadOnlyList<QueuedMessage> messages = await reader.NextAsync(10, CancellationToken.None);
        await reader.AcknowledgeAsync([messages[1].Id]);

        Assert.False(await Store.DeadLetterAsync(0, messages[1].Id, "test"));

        Assert.Empty(await Store.ListDeadAsync(0, 0, 10, CancellationToken.None));
    }

    [Fact]
    public async Task A_replayed_dead_letter_is_read_again_once_as_the_newest_message()
    {
        await Store.AppendAsync(5, Bytes("poison"));
        await Store.AppendAsync(5, Bytes("good"));
        IQueueReader reader = Store.Read(5);
        await Store.DeadLetterAsync(5, (await reader.NextAsync(10, CancellationToken.None))[0].Id, "test");
        DeadLetter letter = Assert.Single(await Store.ListDeadAsync(5, 0, 10, CancellationToken.None));

        Assert.False(await Store.ReplayAsync(4, letter.Id));
        Assert.True(await Store.ReplayAsync(5, letter.Id));
        Assert.False(await Store.ReplayAsync(5, letter.Id));

        Assert.Equal("poison", Text(Assert.Single(await reader.NextAsync(10, CancellationToken.None))));
        Assert.Empty(await Store.ListDeadAsync(5, 0, 10, CancellationToken.None));
        Assert.Equal(["good", "poison"], (await Store.Read(5).NextAsync(10, CancellationToken.None)).Select(Text));
    }

    [Fact]
    public async Task A_deleted_dead_letter_is_gone()
    {
        await Store.AppendAsync(5, Bytes("one"));
        await Store.AppendAsync(5, Bytes("two"));
        foreach (QueuedMessage message in await Store.Read(5).NextAsync(10, CancellationToken.None))
        {
            await Store.DeadLetterAsync(5, message.Id, "test");
        }

        long id = (await Store.ListDeadAsync(5, 0, 10, CancellationToken.None))[0].Id;

        Assert.False(await Store.DeleteDeadAsync(4, id));
        Assert.True(await Store.DeleteDeadAsync(5, id));
        Assert.False(await Store.DeleteDeadAsync(5, id));

        Assert.Equal("two", Encoding.UTF8.GetString(Assert.Single(await Store.ListDeadAsync(5, 0, 10, CancellationToken.None)).Payload));
        Assert.False(await Store.ReplayAsync(5, id));
    }

    [Fact]
    public async Task Dead_letters_are_listed_page_by_page()
    {
        for (int number = 0; number < 5; number++)
        {
            await Store.AppendAsync(0, Bytes($"{number}"));
        }

        foreach (QueuedMessage message in await Store.Read(0).NextAsync(10, CancellationToken.None))
        {
            await Store.DeadLetterAsync(0, message.Id, "test");
        }

        IReadOnlyList<DeadLetter> first = await Store.ListDeadAsync(0, 0, 3, CancellationToken.None);
        IReadOnlyList<DeadLetter> second = await Store.ListDeadAsync(0, first[^1].Id, 3, CancellationToken.None);

        Assert.Equal(["0", "1", "2", "3", "4"], first.Concat(second).Select(letter => Encoding.UTF8.GetString(letter.Payload)));
        Assert.Equal(2, second.Count);
    }

    [Fact]
    public async Task A_partition_says_how_full_it_is()
    {
        Assert.Equal(new QueueDepth(0, 0, null, 0), await Store.MeasureAsync(6, CancellationToken.None));
        DateTimeOffset before = DateTimeOffset.UtcNow.AddSeconds(-1);
        for (int number = 0; number < 4; number++)
        {
            await Store.AppendAsync(6, Bytes($"{number}"));
        }

        IQueueReader reader = Store.Read(6);
        IReadOnlyList<QueuedMessage> messages = await reader.NextAsync(3, CancellationToken.None);
        await reader.AcknowledgeAsync([messages[0].Id]);
        await Store.DeadLetterAsync(6, messages[1].Id, "test");

        QueueDepth depth = await Store.MeasureAsync(6, CancellationToken.None);
        Assert.Equal((2, 1, 1), (depth.Length, depth.Pending, depth.Dead));
        Assert.InRange(depth.Oldest!.Value, before, DateTimeOffset.UtcNow.AddSeconds(1));
    }

    [Fact]
    public async Task An_append_to_a_full_partition_is_refused_until_there_is_room()
    {
        await CloseAsync(Store);
        Store = await OpenAsync(options => options.MostWaiting = 3);
        for (int number = 0; number < 3; number++)
        {
            await Store.AppendAsync(0, Bytes($"{number}"));
        }

        QueueFullException refusal = await Assert.ThrowsAsync<QueueFullException>(() => Store.AppendAsync(0, Bytes("too much")));
        await Store.AppendAsync(1, Bytes("elsewhere"));
        IQueueReader reader = Store.Read(0);
        IReadOnlyList<QueuedMessage> messages = await reader.NextAsync(10, CancellationToken.None);
        await reader.AcknowledgeAsync([messages[0].Id]);
        await Store.AppendAsync(0, Bytes("after"));

        Assert.Equal((0, 3), (refusal.Partition, refusal.Most));
        Assert.Equal(["0", "1", "2"], messages.Select(Text));
        Assert.Equal("after", Text(Assert.Single(await reader.NextAsync(10, CancellationToken.None))));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_is_acknowledged_in_whatever_order_the_next_reader_gets_the_rest(int seed)
    {
        var random = new Random(seed);
        var expected = new SortedDictionary<int, long?>();
        IQueueReader reader = Store.Read(0);
        int appended = 0;
        for (int step = 0; step < 300; step++)
        {
            switch (random.Next(4))
            {
                case 0 or 1:
                    await Store.AppendAsync(0, Bytes($"{appended}"));
                    expected[appended++] = null;
                    break;
                case 2:
                    foreach (QueuedMessage message in await reader.NextAsync(random.Next(1, 5), CancellationToken.None))
                    {
                        expected[int.Parse(Text(message))] = message.Id;
                    }

                    break;
                default:
                    int[] read = [.. expected.Where(pair => pair.Value is not null).Select(pair => pair.Key)];
                    int[] some = [.. read.Where(_ => random.Next(2) == 0)];
                    await reader.AcknowledgeAsync([.. some.Select(number => expected[number]!.Value)]);
                    Array.ForEach(some, number => expected.Remove(number));
                    break;
            }
        }

        Assert.Equal(expected.Keys, (await DrainAsync(Store.Read(0), 7)).Select(message => int.Parse(Text(message))));
    }

    [Fact]
    public async Task A_new_reader_gets_all_that_is_not_acknowledged_in_order_before_what_is_new()
    {
        for (int number = 0; number < 25; number++)
        {
            await Store.AppendAsync(0, Bytes($"{number}"));
        }

        IQueueReader first = Store.Read(0);
        IReadOnlyList<QueuedMessage> held = await first.NextAsync(20, CancellationToken.None);
        await first.AcknowledgeAsync([held[3].Id, held[7].Id]);

        Assert.Equal(Enumerable.Range(0, 25).Except([3, 7]).Select(number => $"{number}"), (await DrainAsync(Store.Read(0), 4)).Select(Text));
    }

    [Fact]
    public async Task Many_writers_at_once_lose_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 2_000).Select(number => Store.AppendAsync(number % 4, Bytes($"{number}"))));

        var texts = new List<string>();
        for (int partition = 0; partition < 4; partition++)
        {
            IQueueReader reader = Store.Read(partition);
            while (await reader.NextAsync(100, CancellationToken.None) is { Count: > 0 } messages)
            {
                texts.AddRange(messages.Select(Text));
                await reader.AcknowledgeAsync([.. messages.Select(message => message.Id)]);
            }
        }

        Assert.Equal(Enumerable.Range(0, 2_000), texts.Select(int.Parse).Order());
    }

    /// <summary>Opens the store; a second call opens what the first left.</summary>
    private protected abstract Task<IQueueStore> OpenAsync(Action<QueueOptions>? configure = null);

    /// <summary>Closes it.</summary>
    private protected abstract Task CloseAsync(IQueueStore store);

    /// <summary>All that a reader gives until it has no more.</summary>
    private protected static async Task<IReadOnlyList<QueuedMessage>> DrainAsync(IQueueReader reader, int page)
    {
        var all = new List<QueuedMessage>();
        while (await reader.NextAsync(page, CancellationToken.None) is { Count: > 0 } messages)
        {
            all.AddRange(messages);
        }

        return all;
    }

    private protected static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private protected static string Text(QueuedMessage message) => Encoding.UTF8.GetString(message.Payload);
}
