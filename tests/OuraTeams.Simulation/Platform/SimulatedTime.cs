using System.Diagnostics;

namespace OuraTeams.Simulation;

/// <summary>Moves the clock on, and waits after each step until nothing more happens at that time.</summary>
internal sealed class SimulatedTime(SimulatedPlatform platform)
{
    /// <summary>How long nothing may happen before all is taken to be quiet: longer than anything computes between two edges.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(0.5);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private const int MostLooks = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Steps that were made.</summary>
    public long Steps { get; private set; }

    /// <summary>Goes from one moment at which a timer is due to the next, in steps of at least a length.</summary>
    /// <param name="duration">How long.</param>
    /// <param name="step">The shortest step: what is due within it happens at its end.</param>
    /// <param name="after">What to do after each step.</param>
    public async Task PassAsync(TimeSpan duration, TimeSpan step, Func<Task>? after = null)
    {
        DateTimeOffset end = platform.Clock.Now + duration;
        while (platform.Clock.Now < end)
        {
            await StepAsync(step, end);
            if (after is not null)
            {
                await after();
            }
        }
    }

    /// <summary>Goes on until a condition holds.</summary>
    public async Task UntilAsync(Func<Task<bool>> condition, Func<string> what, TimeSpan limit, TimeSpan step)
    {
        DateTimeOffset end = platform.Clock.Now + limit;
        await QuietAsync();
        while (!await condition())
        {
            Assert.True(platform.Clock.Now < end, $"Not within {limit} of simulated time: {what()}.");
            await StepAsync(step, end);
        }
    }

    /// <summary>Waits until nothing more happens at this time.</summary>
    public async Task QuietAsync()
    {
        long started = Stopwatch.GetTimestamp();
        long calmSince = started;
        long crossed = -1;
        while (crossed != platform.Edges.Crossed || Stopwatch.GetElapsedTime(calmSince) < Calm)
        {
            if (crossed != platform.Edges.Crossed)
            {
                crossed = platform.Edges.Crossed;
                calmSince = Stopwatch.GetTimestamp();
            }

            await platform.Sandbox.Webhooks.WhenQuietAsync(CancellationToken.None).WaitAsync(Patience);
            await platform.Edges.WhenCalmAsync().WaitAsync(Patience);
            await Task.Yield();
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, $"The server is not quiet after {Patience}.");
        }
    }

    private async Task StepAsync(TimeSpan step, DateTimeOffset end)
    {
        DateTimeOffset next = platform.Clock.Now + step;
        if (platform.Clock.NextDue is { } due && due > next)
        {
            next = due;
        }

        await MoveAsync((next < end ? next : end) - platform.Clock.Now);

        // The queue is looked into every 100 ms of that time.
        for (int looks = 0; platform.Edges.Unread > 0 && looks < MostLooks; looks++)
        {
            await MoveAsync(Look);
        }
    }

    private Task MoveAsync(TimeSpan time)
    {
        platform.Clock.Advance(time);
        Steps++;
        return QuietAsync();
    }
}
