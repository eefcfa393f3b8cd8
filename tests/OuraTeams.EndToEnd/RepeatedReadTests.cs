using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OuraTeams.Sandbox;

namespace OuraTeams.EndToEnd;

/// <summary>A read that is repeated is taken from the account's budget in a turn of the account's grain, as its first attempt is.</summary>
public sealed class RepeatedReadTests
{
    private const int WorkerFailed = 1005;

    private static readonly string[] Kinds = ["daily_activity", "daily_readiness", "daily_sleep", "daily_stress", "daily_spo2", "sleep", "workout", "heartrate"];

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public async Task Every_kind_that_met_a_503_once_is_read_without_a_stop_of_the_worker(int block)
    {
        using var log = new WarningLog();
        await using SmallPlatform platform = await SmallPlatform.StartAsync(
            3,
            settings =>
            {
                // With a block of one, each repeat needs the app's grain and a write of the account's budget.
                settings["Budget:Block"] = $"{block}";
                settings["Oura:Retries"] = "2";
                settings["Oura:RetryPause"] = "00:00:00.010";
            },
            logging: logging => logging.AddProvider(log),
            before: platform =>
            {
                foreach (string kind in Kinds)
                {
                    platform.Sandbox.Faults.Add(new Fault { Kind = FaultKind.ServerError, Where = $"/v2/usercollection/{kind}", Times = 1 });
                }

                return Task.CompletedTask;
            });

        await platform.IsRightAsync();
        await Eventually.HoldsAsync(() => Task.FromResult(platform.Sandbox.Faults.Hits(FaultKind.ServerError) == Kinds.Length), "every kind met its 503");
        await platform.IsRightAsync();

        Assert.DoesNotContain(log.Lines, line => line.Event == WorkerFailed);
        Assert.DoesNotContain(log.Lines, line => line.Text.Contains("access violation", StringComparison.OrdinalIgnoreCase));
    }

    private sealed class WarningLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<(int Event, string Text)> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue((eventId.Id, $"{formatter(state, exception)} {exception}"));

        public void Dispose()
        {
            // The lines stay.
        }
    }
}
