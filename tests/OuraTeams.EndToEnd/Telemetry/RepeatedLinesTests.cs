using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using OuraTeams.Server.Telemetry;

namespace OuraTeams.EndToEnd.Telemetry;

/// <summary>What the log says when many accounts say the same.</summary>
public sealed class RepeatedLinesTests
{
    private const string Grain = "OuraTeams.Grains.Accounts.RingAccountGrain";
    private const int Report = 3307;
    private static readonly EventId Retried = 1007;
    private static readonly EventId GivenUp = 1004;
    private static readonly TimeoutException Away = new("The store is away.");

    [Fact]
    public async Task So_many_of_a_kind_are_written_in_a_period_and_then_how_many_more_there_were()
    {
        await using var log = new Log(new LogOptions { Repeats = 20, RepeatsPeriod = TimeSpan.FromSeconds(10) });
        await log.StartAsync();
        log.Say(1000, LogLevel.Warning, Retried, Away);
        log.Say(1000, LogLevel.Error, Retried, new InvalidOperationException("Something else."));
        log.Say(5, LogLevel.Warning, 1102, Away);
        Assert.Equal((20, 20, 5), (log.Written(Retried, Away), log.Written(Retried, typeof(InvalidOperationException)), log.Written(1102, Away)));

        log.Clock.Advance(TimeSpan.FromSeconds(10));
        await Eventually.HoldsAsync(() => Task.FromResult(log.Reports.Count == 2), "what was left out is told");
        Assert.Equal(
            [
                $"980 more lines of {Grain}[1007] (InvalidOperationException) within 00:00:10 are left out.",
                $"980 more lines of {Grain}[1007] (TimeoutException) within 00:00:10 are left out.",
            ],
            log.Reports.Order());

        log.Say(3, LogLevel.Warning, Retried, Away);
        Assert.Equal(23, log.Written(Retried, Away));
    }

    [Fact]
    public async Task What_is_given_up_or_lost_and_what_is_no_warning_is_always_written()
    {
        await using var log = new Log(new LogOptions { Repeats = 1 });
        log.Say(100, LogLevel.Warning, GivenUp, null);
        log.Say(100, LogLevel.Information, 1001, null);
        Assert.Equal((100, 100), (log.Written(GivenUp, exception: (Type?)null), log.Written(1001, exception: (Type?)null)));
    }

    [Fact]
    public async Task The_end_of_the_server_tells_what_is_not_told_yet()
    {
        await using var log = new Log(new LogOptions());
        await log.StartAsync();
        log.Say(30, LogLevel.Warning, Retried, Away);
        await log.StopAsync();
        Assert.Equal([$"10 more lines of {Grain}[1007] (TimeoutException) within 00:00:10 are left out."], log.Reports);
    }

    [Fact]
    public async Task Without_a_limit_all_are_written()
    {
        await using var log = new Log(new LogOptions { Repeats = 0 });
        log.Say(1000, LogLevel.Error, Retried, Away);
        Assert.Equal(1000, log.Written(Retried, Away));
    }

    private sealed class Log : ILoggerProvider, IAsyncDisposable
    {
        private readonly ServiceProvider _services;
        private readonly ConcurrentQueue<(EventId Event, Type? Exception, string Text)> _lines = new();

        public Log(LogOptions settings) => _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Clock)
            .AddLogging(logging =>
            {
                logging.AddRepeatedLines(settings);
                logging.AddProvider(this);
            })
            .BuildServiceProvider();

        public FakeTimeProvider Clock { get; } = new();

        public IReadOnlyList<string> Reports => [.. _lines.Where(line => line.Event.Id == Report).Select(line => line.Text)];

        private IHostedService Service => _services.GetServices<IHostedService>().Single();

        public Task StartAsync() => Service.StartAsync(CancellationToken.None);

        public Task StopAsync() => Service.StopAsync(CancellationToken.None);

        public void Say(int times, LogLevel level, EventId what, Exception? why)
        {
            ILogger logger = _services.GetRequiredService<ILoggerFactory>().CreateLogger(Grain);
            for (int time = 0; time < times; time++)
            {
                logger.Log(level, what, time, why, (number, _) => $"Account {number}.");
            }
        }

        public int Written(EventId what, Exception why) => Written(what, why.GetType());

        public int Written(EventId what, Type? exception) => _lines.Count(line => line.Event == what && line.Exception == exception);

        public ILogger CreateLogger(string categoryName) => new Lines(_lines);

        public void Dispose()
        {
            // The lines stay.
        }

        public ValueTask DisposeAsync() => _services.DisposeAsync();

        private sealed class Lines(ConcurrentQueue<(EventId, Type?, string)> lines) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                lines.Enqueue((eventId, exception?.GetType(), formatter(state, exception)));
        }
    }
}
