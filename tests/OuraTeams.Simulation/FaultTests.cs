using System.Diagnostics;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;

namespace OuraTeams.Simulation;

/// <summary>Much goes wrong, for days.</summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    private const int Limit = 60;
    private const string Data = "/v2/usercollection";
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(15);

    private static readonly Fault[] Plan =
    [
        new() { Kind = FaultKind.ServerError, Where = Data, Share = 0.1 },
        new() { Kind = FaultKind.ServerError, Where = "/oauth/token", Share = 0.2 },
        new() { Kind = FaultKind.TruncatedBody, Where = Data, Share = 0.03 },
        new() { Kind = FaultKind.NotFoundAtFirst, Share = 0.3 },
        new() { Kind = FaultKind.LostWebhook, Share = 0.2 },
        new() { Kind = FaultKind.DoubledWebhook, Share = 0.3 },
        new() { Kind = FaultKind.LateWebhook, Share = 0.3, Delay = TimeSpan.FromMinutes(20) },
    ];

    private static readonly Fault[] Storm =
    [
        new() { Kind = FaultKind.RateLimit, Where = Data, Share = 0.2, Delay = TimeSpan.FromSeconds(90) },
        new() { Kind = FaultKind.RateLimit, Where = Data, Share = 0.02, Tier = "application", Delay = TimeSpan.FromSeconds(45) },
    ];

    [Fact]
    public async Task After_days_of_faults_the_cache_is_the_truth_again_and_no_budget_was_overspent()
    {
        int days = Size.Of("FAULT_DAYS", 1);
        var watch = Stopwatch.StartNew();
        await using SimulatedPlatform platform = await SimulatedPlatform.StartAsync(
            new SandboxOptions { Members = Size.Of("FAULT_MEMBERS", 3), Seed = 8, HistoryDays = 95, DailyLife = true, RequestsPerToken = Limit },
            settings =>
            {
                settings["Budget:Limit"] = $"{Limit}";
                settings["Budget:LiveReserve"] = "10";
                settings["Budget:Block"] = "2";
            });
        platform.Network.Notes = true;
        await platform.JoinAllAsync();
        var hits = new Dictionary<FaultKind, long>();
        for (int day = 0; day < days; day++)
        {
            Begin(platform, Plan);
            platform.Network.Loss = 0.03;
            await platform.Time.PassAsync(TimeSpan.FromHours(12), Step);
            Begin(platform, Storm);
            await platform.Time.PassAsync(TimeSpan.FromHours(2), Step);
            End(platform, hits);

            Begin(platform, [.. Plan, new() { Kind = FaultKind.ServerError }]);
            await platform.Time.PassAsync(TimeSpan.FromHours(1), Step);
            End(platform, hits);
            Begin(platform, Plan);
            await platform.Time.PassAsync(TimeSpan.FromHours(9), Step);
            End(platform, hits);
        }

        // Every account compares itself with Oura within six hours and a tenth.
        platform.Network.Loss = 0;
        await platform.Time.PassAsync(TimeSpan.FromHours(7), TimeSpan.FromMinutes(1));
        await platform.IsRightAsync(7);

        Assert.All(await platform.MembersAsync(), member => Assert.Equal(ConnectionState.Connected, member.ConnectionState));
        Assert.All(Plan.Concat(Storm), fault => Assert.True(hits[fault.Kind] > 0, $"{fault.Kind} hit nothing."));
        Assert.Equal(0, platform.Sandbox.Requests.Refused);

        // What went out, whatever became of it: some of it the stand-in never saw or refused before it counted.
        IReadOnlyList<SeenRequest> requests = platform.Network.TakeNotes();
        int most = requests.GroupBy(request => request.Token).Max(MostInAWindow);
        output.WriteLine(
            $"{days} days in {watch.Elapsed:hh\\:mm\\:ss}: {requests.Count} requests, {platform.Sandbox.Requests.Total} of them counted, "
            + $"at most {most} of a token in a window; {string.Join(", ", hits.Select(hit => $"{hit.Value} {hit.Key}"))}.");
        Assert.InRange(most, Limit / 2, Limit);
        Assert.Equal((0, 0), await platform.QueueAsync());
    }

    private static void Begin(SimulatedPlatform platform, IEnumerable<Fault> faults)
    {
        foreach (Fault fault in faults)
        {
            platform.Sandbox.Faults.Add(fault);
        }
    }

    private static void End(SimulatedPlatform platform, Dictionary<FaultKind, long> hits)
    {
        foreach (FaultKind kind in Enum.GetValues<FaultKind>())
        {
            hits[kind] = hits.GetValueOrDefault(kind) + platform.Sandbox.Faults.Hits(kind);
        }

        platform.Sandbox.Faults.Clear();
    }

    private static int MostInAWindow(IEnumerable<SeenRequest> requests)
    {
        var window = new Queue<DateTimeOffset>();
        int most = 0;
        foreach (SeenRequest request in requests)
        {
            window.Enqueue(request.At);
            while (request.At - window.Peek() >= Window)
            {
                window.Dequeue();
            }

            most = Math.Max(most, window.Count);
        }

        return most;
    }
}
