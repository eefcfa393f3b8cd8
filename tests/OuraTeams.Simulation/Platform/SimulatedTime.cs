using System.Diagnostics;

namespace OuraTeams.Simulation;

/// <summary>
/// Moves the clock on, and waits after each step until nothing more happens at that time. From a thread of its own, so that
/// it can see whether any thread of the pool still computes: on a busy machine a pause says nothing.
/// </summary>
internal sealed class SimulatedTime(SimulatedPlatform platform)
{
    /// <summary>How often in a row all must be quiet: work passes from thread to thread.</summary>
    private const int Calm = 3;

    private const int MostLooks = 20;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Steps that were made.</summary>
    public long Steps { get; private set; }

    /// <summary>Goes on in steps: what is due within one happens at its end.</summary>
    public Task PassAsync(TimeSpan duration, TimeSpan step) => OnThreadAsync(() =>
    {
        Settle();
        DateTimeOffset end = platform.Clock.GetUtcNow() + duration;
        while (platform.Clock.GetUtcNow() < end)
        {
            Step(end - platform.Clock.GetUtcNow() < step ? end - platform.Clock.GetUtcNow() : step);
        }
    });

    /// <summary>Goes on until a condition holds.</summary>
    public async Task UntilAsync(Func<Task<bool>> condition, Func<string> what, TimeSpan limit, TimeSpan step)
    {
        DateTimeOffset end = platform.Clock.GetUtcNow() + limit;
        await QuietAsync();
        while (!await condition())
        {
            Assert.True(platform.Clock.GetUtcNow() < end, $"Not within {limit} of simulated time: {what()}.");
            await OnThreadAsync(() => Step(step));
        }
    }

    /// <summary>Waits until nothing more happens at this time.</summary>
    public Task QuietAsync() => OnThreadAsync(Settle);

    private static Task OnThreadAsync(Action action) =>
        Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Step(TimeSpan time)
    {
        Move(time);

        // The queue is looked into every 100 ms of that time.
        for (int looks = 0; platform.Edges.Unread > 0 && looks < MostLooks; looks++)
        {
            Move(Look);
        }
    }

    private void Move(TimeSpan time)
    {
        platform.Clock.Advance(time);
        Steps++;
        Settle();
    }

    /// <summary>Nothing is on its way in or out, and no thread of the pool works.</summary>
    private void Settle()
    {
        long started = Stopwatch.GetTimestamp();
        for (int calm = 0; calm < Calm;)
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, $"The server is not quiet after {Patience}.");
            Task sent = platform.Sandbox.Webhooks.WhenQuietAsync(CancellationToken.None);
            Task crossed = platform.Edges.WhenCalmAsync();
            if (!sent.IsCompleted || !crossed.IsCompleted)
            {
                calm = 0;
                Assert.True(Task.WaitAll([sent, crossed], Patience), $"The server is not quiet after {Patience}.");
                continue;
            }

            ThreadPool.GetMaxThreads(out int all, out _);
            ThreadPool.GetAvailableThreads(out int idle, out _);
            calm = idle == all && ThreadPool.PendingWorkItemCount == 0 ? calm + 1 : 0;
            Thread.Yield();
        }
    }
}
