using OuraTeams.Sandbox.OAuth;
using OuraTeams.Sandbox.Simulation;

namespace OuraTeams.Sandbox;

/// <summary>
/// Lets the members who gave a grant live their days by the world's clock: each does what their rhythm says, and the
/// app hears of it. What was due while the sandbox was down is left out; the next sync brings it.
/// </summary>
internal sealed class DailyLife(SandboxOptions options, TimeProvider clock, World world, GrantStore grants, WebhookDeliveries webhooks) : BackgroundService
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private static readonly string[] Settling = ["sleep", "daily_sleep", "daily_readiness"];
    private static readonly string[] Removable = ["enhanced_tag", "workout", "session", "sleep"];
    private long _livedThrough = world.Now.UtcTicks;
    private readonly PriorityQueue<(string Member, Rhythm.Act Act), DateTimeOffset> _due = new();

    /// <summary>The time of the world up to which the members have done what was due.</summary>
    public DateTimeOffset LivedThrough => new(Interlocked.Read(ref _livedThrough), TimeSpan.Zero);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.DailyLife)
        {
            return;
        }

        var from = world.Now;
        var planned = DateOnly.FromDateTime(from.UtcDateTime).AddDays(-2);
        while (!stoppingToken.IsCancellationRequested)
        {
            var now = world.Now;

            // A day of a member begins up to half a day before UTC's.
            for (; planned <= DateOnly.FromDateTime(now.UtcDateTime); planned = planned.AddDays(1))
            {
                Plan(planned.AddDays(1), from);
            }

            while (_due.TryPeek(out var next, out var at) && at <= now && !stoppingToken.IsCancellationRequested)
            {
                _due.Dequeue();
                if (grants.HasGrant(next.Member))
                {
                    webhooks.PublishBurst(Do(next.Member, next.Act, at));
                }
            }

            Interlocked.Exchange(ref _livedThrough, now.UtcTicks);
            await Task.Delay(Step, clock, stoppingToken);
        }
    }

    private void Plan(DateOnly day, DateTimeOffset from)
    {
        foreach (var member in world.Members)
        {
            foreach (var (at, act) in Rhythm.Of(world.Profile(member.Id), day))
            {
                if (at >= from)
                {
                    _due.Enqueue((member.Id, act), at);
                }
            }
        }
    }

    private IReadOnlyList<WorldChange> Do(string member, Rhythm.Act act, DateTimeOffset at)
    {
        var day = DateOnly.FromDateTime(at.DateTime);
        if (act == Rhythm.Act.Sync)
        {
            return world.Sync(member, day);
        }

        var changes = new List<WorldChange>();
        foreach (var kind in act == Rhythm.Act.Settle ? Settling : Removable)
        {
            foreach (var document in world.Documents(member, kind).Where(document => document.Day == day))
            {
                if (act == Rhythm.Act.Settle)
                {
                    Try(() => world.Revise(member, kind, document.Id), changes);
                }
                else if (changes.Count == 0 && (string?)document.Body["type"] != "long_sleep")
                {
                    Try(() => world.Delete(member, kind, document.Id), changes);
                }
            }
        }

        return changes;
    }

    private static void Try(Func<WorldChange> act, List<WorldChange> changes)
    {
        try
        {
            changes.Add(act());
        }
        catch (KeyNotFoundException)
        {
            // Somebody else deleted it since it was listed.
        }
    }
}
