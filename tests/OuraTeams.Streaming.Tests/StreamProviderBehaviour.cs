using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OuraTeams.Streaming.Queues;

namespace OuraTeams.Streaming.Tests;

/// <summary>What the provider does under a real silo, whatever its store. A provider's tests derive from this.</summary>
public abstract class StreamProviderBehaviour
{
    internal const string Provider = "queue";
    internal const string Namespace = "letters";

    /// <summary>For tests in which an event waits all the time: beyond the length of any test, below the queue's own times.</summary>
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(80);

    [Fact]
    public async Task Events_reach_the_grain_of_their_stream_in_order()
    {
        using IHost silo = await StartAsync();
        for (int number = 0; number < 20; number++)
        {
            await SendAsync(silo, "anna", number);
            await SendAsync(silo, "ben", number + 100);
        }

        await Eventually.IsTrueAsync(async () => (await Grain(silo, "anna").GetAsync()).Count == 20 && (await Grain(silo, "ben").GetAsync()).Count == 20);

        Assert.Equal(Enumerable.Range(0, 20), await Grain(silo, "anna").GetAsync());
        Assert.Equal(Enumerable.Range(100, 20), await Grain(silo, "ben").GetAsync());
        await silo.StopAsync();
    }

    [Fact]
    public async Task Delivered_events_leave_the_store()
    {
        using IHost silo = await StartAsync();
        await SendAsync(silo, "anna", 1);

        await Eventually.IsTrueAsync(async () => (await Grain(silo, "anna").GetAsync()).Count == 1 && await CountAsync(silo) == (0, 0));
        await silo.StopAsync();
    }

    [Fact]
    public async Task An_event_that_was_not_delivered_before_the_stop_is_delivered_after_the_start()
    {
        using (IHost silo = await StartAsync(giveUpAfter: Patient))
        {
            await Grain(silo, "anna").RefuseAsync(true);
            await SendAsync(silo, "anna", 42);
            await silo.StopAsync();
            Assert.Equal((1, 0), await CountAsync(silo));
        }

        using IHost again = await StartAsync();
        await Eventually.IsTrueAsync(async () => (await Grain(again, "anna").GetAsync()).Contains(42));
        await again.StopAsync();
    }

    [Fact]
    public async Task An_event_that_its_grain_never_takes_ends_among_the_dead_letters_and_holds_up_nobody_and_a_replay_brings_it_back()
    {
        using IHost silo = await StartAsync();
        await Grain(silo, "anna").RefuseAsync(true);
        await SendAsync(silo, "anna", 1);
        await SendAsync(silo, "ben", 2);

        await Eventually.IsTrueAsync(async () => (await Grain(silo, "ben").GetAsync()).Contains(2) && await CountAsync(silo) == (0, 1));

        IQueueStore store = silo.Services.GetRequiredKeyedService<IQueueStore>(Provider);
        await Grain(silo, "anna").RefuseAsync(false);
        for (int partition = 0; partition < store.Partitions; partition++)
        {
            foreach (DeadLetter letter in await store.ListDeadAsync(partition, 0, 10, CancellationToken.None))
            {
                Assert.Equal("not delivered", letter.Reason);
                Assert.True(await store.ReplayAsync(partition, letter.Id));
            }
        }

        await Eventually.IsTrueAsync(async () => (await Grain(silo, "anna").GetAsync()).Contains(1) && await CountAsync(silo) == (0, 0));
        await silo.StopAsync();
    }

    [Fact]
    public async Task Bytes_that_are_no_event_end_among_the_dead_letters_and_hold_up_nobody()
    {
        using IHost silo = await StartAsync();
        IQueueStore store = silo.Services.GetRequiredKeyedService<IQueueStore>(Provider);
        for (int partition = 0; partition < store.Partitions; partition++)
        {
            await store.AppendAsync(partition, new byte[] { 0xff, 0x00, 0x13 });
        }

        await SendAsync(silo, "anna", 1);

        await Eventually.IsTrueAsync(async () => await CountAsync(silo) == (0, store.Partitions) && (await Grain(silo, "anna").GetAsync()).Contains(1));
        await silo.StopAsync();
    }

    [Fact]
    public async Task A_consumer_works_within_the_producers_trace_and_sees_the_allowed_context_only()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is Instruments.Name or "tests",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        var ended = new ConcurrentQueue<Activity>();
        listener.ActivityStopped = ended.Enqueue;
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("tests");
        using IHost silo = await StartAsync(options => options.ContextKeys.Add("kept"));

        ActivityTraceId trace;
        using (Activity webhook = source.StartActivity("webhook")!)
        {
            trace = webhook.TraceId;
            webhook.TraceStateString = "vendor=1";
            RequestContext.Set("kept", "yes");
            RequestContext.Set("dropped", "no");
            await SendAsync(silo, "anna", 1);
            RequestContext.Clear();
        }

        await Eventually.IsTrueAsync(async () => (await Grain(silo, "anna").GetAsync()).Count == 1 && ended.Count(Mine) == 3);
        Activity append = ended.Single(activity => Mine(activity) && activity.Kind == ActivityKind.Producer);
        Activity delivery = ended.Single(activity => Mine(activity) && activity.Kind == ActivityKind.Consumer);
        Assert.Equal([trace.ToHexString(), append.SpanId.ToHexString(), "vendor=1", "yes", null], await Grain(silo, "anna").GetContextAsync());
        Assert.Equal(append.SpanId, delivery.ParentSpanId);
        Assert.Equal(Provider, append.GetTagItem("messaging.destination.name"));
        await silo.StopAsync();

        bool Mine(Activity activity) => activity.TraceId == trace;
    }

    [Fact]
    public async Task A_full_partition_refuses_the_event()
    {
        using IHost silo = await StartAsync(options => options.MostWaiting = 1, Patient);
        await Grain(silo, "anna").RefuseAsync(true);
        await SendAsync(silo, "anna", 1);

        await Assert.ThrowsAsync<QueueFullException>(() => SendAsync(silo, "anna", 2));
        await silo.StopAsync();
    }

    [Fact]
    public async Task The_partitions_show_their_length_while_they_are_read_and_not_after()
    {
        using IHost silo = await StartAsync(options => options.MeasureEvery = TimeSpan.FromMilliseconds(100), Patient);
        var seen = new ConcurrentDictionary<(string Name, int Partition), double>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            // Other silos in this process measure too: only this one's meters.
            if (instrument.Meter.Name == Instruments.Name && instrument.Meter.Scope == silo.Services.GetRequiredService<IMeterFactory>())
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => seen[(instrument.Name, PartitionOf(tags))] = value);
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => seen[(instrument.Name, PartitionOf(tags))] = value);
        listener.Start();
        await Grain(silo, "anna").RefuseAsync(true);
        await SendAsync(silo, "anna", 1);
        await silo.Services.GetRequiredKeyedService<IQueueStore>(Provider).AppendAsync(0, new byte[] { 0xff });

        await Eventually.IsTrueAsync(() =>
        {
            listener.RecordObservableInstruments();
            return Task.FromResult(
                seen.Count(pair => pair.Key.Name == "ourateams.queue.length") == QueueAdapterFactory.Partitions
                && seen.Any(pair => pair.Key.Name == "ourateams.queue.length" && pair.Value == 1)
                && seen.Any(pair => pair.Key.Name == "ourateams.queue.pending" && pair.Value == 1)
                && seen.Any(pair => pair.Key.Name == "ourateams.queue.oldest_age" && pair.Value > 0)
                && seen.Any(pair => pair.Key.Name == "ourateams.queue.dead" && pair.Value == 1));
        });
        await Grain(silo, "anna").RefuseAsync(false);
        await Eventually.IsTrueAsync(() =>
        {
            listener.RecordObservableInstruments();
            return Task.FromResult(seen.All(pair => pair.Key.Name != "ourateams.queue.length" || pair.Value == 0));
        });

        await silo.StopAsync();
        seen.Clear();
        listener.RecordObservableInstruments();
        Assert.Empty(seen);

        static int PartitionOf(ReadOnlySpan<KeyValuePair<string, object?>> tags) => (int)tags.ToArray().Single(tag => tag.Key == "partition").Value!;
    }

    /// <summary>Adds the provider to a silo; each silo of a test over the same data.</summary>
    private protected abstract void AddStreams(ISiloBuilder silo, Action<QueueOptions> configure, Action<ISiloPersistentStreamConfigurator> configureStreams);

    private protected static Task SendAsync(IHost silo, string key, int number) => silo.Services.GetRequiredService<IClusterClient>()
        .GetStreamProvider(Provider).GetStream<int>(StreamId.Create(Namespace, key)).OnNextAsync(number);

    private protected static ILetterGrain Grain(IHost silo, string key) => silo.Services.GetRequiredService<IGrainFactory>().GetGrain<ILetterGrain>(key);

    /// <summary>Starts a silo.</summary>
    /// <param name="configure">Sets options of the queue.</param>
    /// <param name="giveUpAfter">How long an event is tried before it counts as dead; 2 s by default.</param>
    private protected async Task<IHost> StartAsync(Action<QueueOptions>? configure = null, TimeSpan? giveUpAfter = null)
    {
        IHost host = new HostBuilder()
            .UseOrleans(silo =>
            {
                silo.UseLocalhostClustering(Ports.Free(), Ports.Free());
                AddStreams(
                    silo,
                    options => configure?.Invoke(options),
                    streams => streams.ConfigurePullingAgent(agent => agent.Configure(options =>
                    {
                        options.GetQueueMsgsTimerPeriod = TimeSpan.FromMilliseconds(20);
                        options.MaxEventDeliveryTime = giveUpAfter ?? TimeSpan.FromSeconds(2);
                    })));
            })
            .Build();
        await host.StartAsync();
        return host;
    }

    /// <summary>Messages and dead letters of all partitions.</summary>
    private protected static async Task<(long Stored, long Dead)> CountAsync(IHost silo)
    {
        IQueueStore store = silo.Services.GetRequiredKeyedService<IQueueStore>(Provider);
        QueueDepth[] depths = await Task.WhenAll(Enumerable.Range(0, store.Partitions).Select(partition => store.MeasureAsync(partition, CancellationToken.None)));
        return (depths.Sum(depth => depth.Length), depths.Sum(depth => depth.Dead));
    }
}
