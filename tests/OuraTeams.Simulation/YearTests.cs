using System.Diagnostics;
using OuraTeams.EndToEnd;
using OuraTeams.Sandbox;

namespace OuraTeams.Simulation;

public sealed class YearTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Probe()
    {
        await using SimulatedPlatform platform = await SimulatedPlatform.StartAsync(new SandboxOptions { Members = 3, HistoryDays = 100, DailyLife = true, Seed = 5 });
        var w = Stopwatch.StartNew();
        await platform.JoinAllAsync();
        output.WriteLine($"joined {w.Elapsed}");
        await platform.Time.QuietAsync();
        output.WriteLine($"quiet {w.Elapsed} {platform.Network.Answers}");
        for (int d = 0; d < 5; d++)
        {
            w.Restart();
            long e = platform.Edges.Crossed, a = platform.Network.Answers, s = platform.Time.Steps, dl = platform.Sandbox.Webhooks.Delivered;
            await platform.Time.PassAsync(TimeSpan.FromDays(1), TimeSpan.FromMinutes(5));
            output.WriteLine($"day {w.Elapsed} edges {platform.Edges.Crossed - e} answers {platform.Network.Answers - a} steps {platform.Time.Steps - s} delivered {platform.Sandbox.Webhooks.Delivered - dl} failed {platform.Sandbox.Webhooks.Failed}");
        }

        DateOnly day = platform.Sandbox.World.Today.AddDays(-1);
        output.WriteLine($"{Truth.Difference(platform.Sandbox.World, platform.People, await platform.Client.SummaryAsync("club", "squad", day))}");
    }
}
