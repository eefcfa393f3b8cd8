using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Trace;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;

namespace OuraTeams.EndToEnd;

/// <summary>A platform whose spans are kept, and whose telemetry is sent to a receiver as well.</summary>
internal sealed class TracedPlatform : IAsyncDisposable
{
    /// <summary>Longer than any pause between a read and the team's hearing of it.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);

    private readonly KeptSpans _kept;

    private TracedPlatform(SmallPlatform platform, OtlpReceiver receiver, KeptSpans kept) => (Platform, Receiver, _kept) = (platform, receiver, kept);

    public SmallPlatform Platform { get; }

    public OtlpReceiver Receiver { get; }

    /// <summary>Spans that have ended so far.</summary>
    public IReadOnlyList<Activity> Spans => _kept.All;

    public static async Task<TracedPlatform> StartAsync(int members, Action<Dictionary<string, string?>>? settings = null)
    {
        OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        var kept = new KeptSpans();
        SmallPlatform platform = await SmallPlatform.StartAsync(
            members,
            values =>
            {
                foreach ((string key, string? value) in receiver.Settings)
                {
                    values[key] = value;
                }

                settings?.Invoke(values);
            },
            logging: logging => logging.Services.ConfigureOpenTelemetryTracerProvider(traces => traces.AddProcessor(kept)));
        return new TracedPlatform(platform, receiver, kept);
    }

    /// <summary>Waits until the history is read, sent and summarized, so that what comes next is on its own.</summary>
    public async Task IsQuietAsync()
    {
        IGrainFactory grains = Platform.Services.GetRequiredService<IGrainFactory>();
        await Eventually.HoldsAsync(
            async () =>
            {
                AccountStatus[] accounts = await Task.WhenAll(Platform.People.Select(person =>
                    grains.GetGrain<IRingAccountGrain>(new AccountKey(SmallPlatform.Organization, person.Id).ToString()).GetStatusAsync()));
                DateTime quiet = TimeProvider.System.GetUtcNow().UtcDateTime - Quiet;
                return accounts.All(account => account.Summary.Waiting == 0)
                    && Spans.Where(span => span.Source.Name == OuraTeams.Grains.Telemetry.Instruments.Name).All(span => span.StartTimeUtc + span.Duration < quiet);
            },
            "nothing is read or sent any more");
        await Platform.IsRightAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Platform.DisposeAsync();
        await Receiver.DisposeAsync();
    }

    /// <summary>Keeps spans that ended.</summary>
    private sealed class KeptSpans : BaseProcessor<Activity>
    {
        private readonly ConcurrentQueue<Activity> _spans = new();

        public IReadOnlyList<Activity> All => [.. _spans];

        public override void OnEnd(Activity data) => _spans.Enqueue(data);
    }
}
