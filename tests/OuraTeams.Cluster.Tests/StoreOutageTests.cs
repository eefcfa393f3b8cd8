using OuraTeams.Sandbox;

namespace OuraTeams.Cluster.Tests;

/// <summary>A store that is away when an account has something to store.</summary>
public sealed class StoreOutageTests
{
    [Fact]
    public async Task What_an_account_was_doing_goes_on_once_the_store_is_back_without_a_further_event()
    {
        await using TestCluster cluster = await TestCluster.StartAsync(new ClusterShape { Silos = 1, Members = 5, RedisFails = true });
        await cluster.IsRightAsync();
        DateOnly day = cluster.World.Today.AddDays(-1);
        cluster.Sandbox.Faults.Add(new Fault { Kind = FaultKind.Latency, Where = "/v2/usercollection/daily_sleep", Delay = TimeSpan.FromSeconds(10) });
        SandboxDocument[] nights = [.. cluster.People.SelectMany(person => cluster.World.Documents(person.Id, "daily_sleep")).Where(document => document.Day == day)];
        Assert.NotEmpty(nights);
        foreach (SandboxDocument night in nights)
        {
            WorldChange change = cluster.World.Revise(night.MemberId, night.Kind, night.Id);
            using HttpResponseMessage answer = await cluster.Deliveries.SendAsync(Deliveries.Event(change.EventType, change.DataType, change.DocumentId, change.MemberId));
            answer.EnsureSuccessStatusCode();
        }

        await Eventually.HoldsAsync(() => Task.FromResult(cluster.Sandbox.Faults.Hits(FaultKind.Latency) >= nights.Length), "all are asking");

        // Long enough for the writes to fail, and for the activations that should come next.
        await cluster.Redis.SignalAsync("STOP");
        await Eventually.HoldsAsync(
            () => Task.FromResult(cluster.Silos[0].Output.Contains("did not come up yet", StringComparison.Ordinal)), "the store is missed by the next activation");
        await cluster.Redis.SignalAsync("CONT");

        await cluster.IsRightAsync(day);
    }
}
