using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;
using Orleans.Streams.Core;
using Orleans.TestingHost;
using OuraTeams.Streaming.Hosting;
using OuraTeams.Streaming.Queues;

namespace OuraTeams.Streaming.Tests;

/// <summary>Several silos over one queue.</summary>
public sealed class RedisTakeoverTests(RedisFixture fixture) : IClassFixture<RedisFixture>
{
    internal const string Namespace = "tally";
    private const string Provider = "queue";
    private const int Streams = 64;

    private readonly string _service = Guid.NewGuid().ToString("N");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Partitions_of_a_silo_that_is_gone_are_taken_over_without_loss(bool killed)
    {
        var builder = new InProcessTestClusterBuilder(3);
        builder.ConfigureSilo((_, silo) => silo.AddRedisStreams(
            Provider,
            options => (options.Connection, options.ServiceId) = (fixture.Redis.PatientConnection, _service),
            streams => streams.ConfigurePullingAgent(agent => agent.Configure(options => options.GetQueueMsgsTimerPeriod = TimeSpan.FromMilliseconds(20)))));
        await using InProcessTestCluster cluster = builder.Build();
        await cluster.DeployAsync();
        IServiceProvider first = cluster.Silos[0].ServiceProvider;
        IStreamProvider provider = first.GetRequiredService<IClusterClient>().GetStreamProvider(Provider);
        var accepted = new ConcurrentBag<(string, int)>();
        int next = 0;
        using var enough = new CancellationTokenSource();
        Task[] writers = [.. Enumerable.Range(0, 8).Select(async _ =>
        {
            while (!enough.IsCancellationRequested)
            {
                int number = Interlocked.Increment(ref next);
                string key = $"{_service}/{number % Streams}";
                await provider.GetStream<int>(StreamId.Create(Namespace, key)).OnNextAsync(number);
                accepted.Add((key, number));
                await Task.Delay(5);
            }
        })];

        await Eventually.IsTrueAsync(() => Task.FromResult(accepted.Count > 500));
        await (killed ? cluster.KillSiloAsync(cluster.Silos[1]) : cluster.StopSiloAsync(cluster.Silos[1]));
        int before = accepted.Count;
        await Eventually.IsTrueAsync(() => Task.FromResult(accepted.Count > before + 500));
        await enough.CancelAsync();
        await Task.WhenAll(writers);

        IQueueStore store = first.GetRequiredKeyedService<IQueueStore>(Provider);
        await Eventually.IsTrueAsync(async () =>
        {
            QueueDepth[] depths = await Task.WhenAll(Enumerable.Range(0, store.Partitions).Select(partition => store.MeasureAsync(partition, CancellationToken.None)));
            Assert.Equal(0, depths.Sum(depth => depth.Dead));
            return depths.Sum(depth => depth.Length) == 0;
        });
        Assert.Empty(accepted.Except(TallyGrain.Seen.Keys));
    }
}

/// <summary>Notes what came, for all silos of the process.</summary>
[Alias("tests.ITallyGrain")]
public interface ITallyGrain : IGrainWithStringKey;

[ImplicitStreamSubscription(RedisTakeoverTests.Namespace)]
internal sealed class TallyGrain : Grain, ITallyGrain, IStreamSubscriptionObserver
{
    public static ConcurrentDictionary<(string Stream, int Number), bool> Seen { get; } = new();

    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        await handleFactory.Create<int>().ResumeAsync((number, _) =>
        {
            Seen[(this.GetPrimaryKeyString(), number)] = true;
            return Task.CompletedTask;
        });
}
