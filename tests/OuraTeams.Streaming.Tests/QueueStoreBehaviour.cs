using System.Text;

namespace OuraTeams.Streaming.Tests;

/// <summary>What every durable queue does. A store's tests derive from this.</summary>
public abstract class QueueStoreBehaviour : IAsyncLifetime
{
    /// <summary>The store under test, open.</summary>
    private protected IQueueStore Store { get; private set; } = null!;

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
        IReadOnlyList<QueuedMessage> messages = await Store.Read(7).NextAsync(10, CancellationToken.None);

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
    public async Task A_buried_message_is_gone_from_its_partition_and_kept_among_the_dead()
    {
        await Store.AppendAsync(0, Bytes("poison"));
        long id = (await Store.Read(0).NextAsync(10, CancellationToken.None))[0].Id;

        Assert.True(await Store.BuryAsync(0, id, "test"));
        Assert.False(await Store.BuryAsync(0, id, "test"));

        Assert.Empty(await Store.Read(0).NextAsync(10, CancellationToken.None));
        Assert.Equal(1, await CountDeadAsync());
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
    private protected abstract Task<IQueueStore> OpenAsync();

    /// <summary>Closes it.</summary>
    private protected abstract Task CloseAsync(IQueueStore store);

    /// <summary>Number of dead letters.</summary>
    private protected abstract Task<long> CountDeadAsync();

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(QueuedMessage message) => Encoding.UTF8.GetString(message.Payload);
}
