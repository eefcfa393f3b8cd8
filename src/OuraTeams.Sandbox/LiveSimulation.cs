using OuraTeams.Sandbox.OAuth;

namespace OuraTeams.Sandbox;

/// <summary>Lets phones sync: a steady number a second, over the members who have a grant, in turn.</summary>
internal sealed class LiveSimulation(SandboxOptions options, TimeProvider clock, World world, GrantStore grants, WebhookDeliveries webhooks) : BackgroundService
{
    /// <summary>Below this the timer would make the pace, so several phones sync at once.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(20);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.SyncsPerSecond <= 0)
        {
            return;
        }

        var pace = TimeSpan.FromSeconds(1 / options.SyncsPerSecond);
        var started = clock.GetTimestamp();
        var next = 0;
        for (long synced = 0; !stoppingToken.IsCancellationRequested;)
        {
            var pause = pace > ShortestPause ? pace : ShortestPause;
            await Task.Delay(pause * (0.5 + Random.Shared.NextDouble()), clock, stoppingToken);
            for (var due = clock.GetElapsedTime(started) / pace; synced < due && !stoppingToken.IsCancellationRequested; synced++)
            {
                next = Sync(next);
            }
        }
    }

    private int Sync(int from)
    {
        for (var step = 0; step < world.Members.Count; step++)
        {
            var index = (from + step) % world.Members.Count;
            var member = world.Members[index];
            if (!grants.HasGrant(member.Id))
            {
                continue;
            }

            foreach (var change in world.Sync(member.Id))
            {
                webhooks.Publish(change);
            }

            return index + 1;
        }

        return from;
    }
}
