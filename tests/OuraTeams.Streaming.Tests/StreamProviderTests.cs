using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace OuraTeams.Streaming.Tests;

/// <summary>The provider under a real silo.</summary>
public sealed class StreamProviderTests : IDisposable
{
    internal const string Provider = "queue";
    internal const string Namespace = "letters";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ourateams-streams-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Events_reach_the_grain_of_their_stream_in_order()
    {
        using IHost silo = await StartAsync();
        for (int number = 0; number < 20; number++)
        {
            await SendAsync(silo, "anna", number);
            await SendAsync(silo, "ben", number + 100);
        }

        await UntilAsync(async () => (await Grain(silo, "anna").GetAsync()).Count == 20 && (await Grain(silo, "ben").GetAsync()).Count == 20);

        Assert.Equal(Enumerable.Range(0, 20), await Grain(silo, "anna").GetAsync());
        Assert.Equal(Enumerable.Range(100, 20), await Grain(silo, "ben").GetAsync());
        await silo.StopAsync();
    }

    [Fact]
    public async Task Delivered_events_leave_the_file()
    {
        using IHost silo = await StartAsync();
        await SendAsync(silo, "anna", 1);

        await UntilAsync(async () => await CountAsync("message") == 0 && (await Grain(silo, "anna").GetAsync()).Count == 1);
        await silo.StopAsync();
    }

    [Fact]
    public async Task An_event_that_was_not_delivered_before_the_stop_is_delivered_after_the_start()
    {
        using (IHost silo = await StartAsync())
        {
            await Grain(silo, "anna").RefuseAsync(true);
            await SendAsync(silo, "anna", 42);
            await silo.StopAsync();
        }

        Assert.Equal(1, await CountAsync("message"));
        using IHost again = await StartAsync();
        await UntilAsync(async () => (await Grain(again, "anna").GetAsync()).Contains(42));
        await again.StopAsync();
    }

    [Fact]
    public async Task An_event_that_its_grain_never_takes_ends_among_the_dead_letters_and_holds_up_nobody()
    {
        using IHost silo = await StartAsync();
        await Grain(silo, "anna").RefuseAsync(true);
        await SendAsync(silo, "anna", 1);
        await SendAsync(silo, "ben", 2);

        await UntilAsync(async () => (await Grain(silo, "ben").GetAsync()).Contains(2) && await CountAsync("dead_letter") == 1);

        await UntilAsync(async () => await CountAsync("message") == 0);
        await silo.StopAsync();
    }

    [Fact]
    public async Task Bytes_that_are_no_event_end_among_the_dead_letters_and_hold_up_nobody()
    {
        using IHost silo = await StartAsync();
        IQueueStore store = silo.Services.GetRequiredKeyedService<IQueueStore>(Provider);
        for (int partition = 0; partition < QueueAdapterFactory.Partitions; partition++)
        {
            await store.AppendAsync(partition, new byte[] { 0xff, 0x00, 0x13 });
        }

        await SendAsync(silo, "anna", 1);

        await UntilAsync(async () => await CountAsync("dead_letter") == QueueAdapterFactory.Partitions && (await Grain(silo, "anna").GetAsync()).Contains(1));
        await silo.StopAsync();
    }

    private static Task SendAsync(IHost silo, string key, int number) => silo.Services.GetRequiredService<IClusterClient>()
        .GetStreamProvider(Provider).GetStream<int>(StreamId.Create(Namespace, key)).OnNextAsync(number);

    private static ILetterGrain Grain(IHost silo, string key) => silo.Services.GetRequiredService<IGrainFactory>().GetGrain<ILetterGrain>(key);

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            await Task.Delay(50, limit.Token);
        }
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<IHost> StartAsync()
    {
        IHost host = new HostBuilder()
            .UseOrleans(silo => silo
                .UseLocalhostClustering(FreePort(), FreePort())
                .AddSqliteStreams(
                    Provider,
                    queue => queue.Path = Path.Combine(_folder.FullName, "queue.db"),
                    streams => streams.ConfigurePullingAgent(agent => agent.Configure(options =>
                    {
                        options.GetQueueMsgsTimerPeriod = TimeSpan.FromMilliseconds(20);
                        options.MaxEventDeliveryTime = TimeSpan.FromSeconds(2);
                    }))))
            .Build();
        await host.StartAsync();
        return host;
    }

    private async Task<long> CountAsync(string table)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.FullName, "queue.db")};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        await using SqliteCommand count = connection.CreateCommand();
#pragma warning disable CA2100 // The names are constants of this file.
        count.CommandText = $"SELECT COUNT(*) FROM {table}";
#pragma warning restore CA2100
        return (long)(await count.ExecuteScalarAsync())!;
    }
}

/// <summary>Collects the numbers of its stream.</summary>
[Alias("tests.ILetterGrain")]
public interface ILetterGrain : IGrainWithStringKey
{
    /// <summary>What came so far.</summary>
    [Alias("Get")]
    Task<List<int>> GetAsync();

    /// <summary>Has every further number refused, or not.</summary>
    [Alias("Refuse")]
    Task RefuseAsync(bool refuse);
}

[ImplicitStreamSubscription(StreamProviderTests.Namespace)]
internal sealed class LetterGrain : Grain, ILetterGrain, IStreamSubscriptionObserver
{
    private readonly List<int> _numbers = [];
    private bool _refuse;

    public Task<List<int>> GetAsync() => Task.FromResult(_numbers.ToList());

    public Task RefuseAsync(bool refuse)
    {
        _refuse = refuse;
        return Task.CompletedTask;
    }

    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        await handleFactory.Create<int>().ResumeAsync((number, _) =>
        {
            if (_refuse)
            {
                throw new InvalidOperationException("Refused.");
            }

            _numbers.Add(number);
            return Task.CompletedTask;
        });
}
