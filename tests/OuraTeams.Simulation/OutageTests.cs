using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Web;
using OuraTeams.EndToEnd;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;

namespace OuraTeams.Simulation;

/// <summary>Oura is away for an hour, while its webhooks go on.</summary>
public sealed class OutageTests(ITestOutputHelper output)
{
    private const int HistoryDays = 90;
    private const int RecentDays = 7;
    private const int EventsAStep = 4;
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);
    private readonly Random _random = new(12);

    [Fact]
    public async Task An_hour_without_Oura_holds_up_neither_intake_nor_the_stream_nor_memory_and_is_caught_up_with_newest_first()
    {
        await using SimulatedPlatform platform = await SimulatedPlatform.StartAsync(
            new SandboxOptions { Members = 4, Seed = 19, HistoryDays = HistoryDays + 5 },
            settings =>
            {
                settings["Budget:Limit"] = "60";
                settings["Budget:LiveReserve"] = "30";
                settings["Budget:Block"] = "1";
            });
        using var deliveries = new Deliveries(platform.Settings, platform.Sandbox.Options.ClientSecret);
        SandboxMember newcomer = platform.People[^1];
        await platform.JoinAllAsync([.. platform.People.SkipLast(1)]);
        await platform.Time.PassAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(1));
        await StormAsync(platform, deliveries, TimeSpan.FromMinutes(5));
        List<double> before = await StormAsync(platform, deliveries, TimeSpan.FromMinutes(5));

        // One more joins; of their history there is much left when Oura goes.
        platform.Network.Notes = true;
        await platform.JoinAsync(newcomer);
        await platform.Time.QuietAsync();
        Member member = (await platform.MembersAsync()).Single(one => one.DisplayName == newcomer.Name);
        string token = platform.Network.TakeNotes()[^1].Token;
        int left = (await platform.AccountAsync(member)).HistoryPartsLeft;
        Assert.True(left > 5, $"{left} parts of the history are left.");

        platform.Sandbox.Faults.Add(new Fault { Kind = FaultKind.ServerError });
        List<double> during = [];
        List<long> heap = [];
        for (int part = 0; part < 6; part++)
        {
            during.AddRange(await StormAsync(platform, deliveries, TimeSpan.FromMinutes(10)));

            // Every event has become a mark; marks of one document are one.
            await platform.Time.PassAsync(Step, Step);
            Assert.Equal((0, 0), await platform.QueueAsync());
            foreach (Member one in await platform.MembersAsync())
            {
                Assert.InRange((await platform.AccountAsync(one)).WaitingEvents, 1, Stormy(platform, newcomer).Count);
            }

            heap.Add(GC.GetTotalMemory(forceFullCollection: true));
        }

        platform.Network.TakeNotes();
        platform.Sandbox.Faults.Clear();
        await platform.Time.UntilAsync(
            async () => (await platform.AccountAsync(member)).HistoryPartsLeft == 0, () => "the history is read", TimeSpan.FromHours(2), Step);
        await platform.IsRightAsync(HistoryDays - 2);

        (double quick, double slow) = (Median(before), Median(during));
        output.WriteLine(
            $"Intake: median {quick:0.00} ms before, {slow:0.00} ms while Oura was away ({during.Count} deliveries); heap after each 10 minutes: {string.Join(", ", heap.Select(bytes => $"{bytes >> 20} MiB"))}.");
        Assert.True(slow < Math.Max(50, 10 * quick), $"Intake took {slow} ms instead of {quick} ms.");
        Assert.True(heap[^1] < heap[0] + (16 << 20), $"The heap grew from {heap[0]} to {heap[^1]} bytes.");
        NewestFirst([.. platform.Network.TakeNotes().Where(request => request.Token == token)]);
    }

    /// <summary>Events in steady succession, each measured from the request to its answer, in milliseconds.</summary>
    private async Task<List<double>> StormAsync(SimulatedPlatform platform, Deliveries deliveries, TimeSpan duration)
    {
        var taken = new List<double>();
        for (TimeSpan passed = TimeSpan.Zero; passed < duration; passed += Step)
        {
            for (int number = 0; number < EventsAStep; number++)
            {
                SandboxMember person = platform.People[_random.Next(platform.People.Count)];
                IReadOnlyList<SandboxDocument> documents = Stormy(platform, person);
                SandboxDocument document = documents[_random.Next(documents.Count)];
                WorldChange change = platform.Sandbox.World.Revise(person.Id, document.Kind, document.Id);
                string body = Deliveries.Event(change.EventType, change.DataType, change.DocumentId, change.MemberId);
                string timestamp = platform.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
                long started = Stopwatch.GetTimestamp();
                using HttpResponseMessage answer = await deliveries.SendAsync(body, timestamp);
                taken.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }

            await platform.Time.PassAsync(Step, Step);
        }

        return taken;
    }

    /// <summary>The documents that change all the time.</summary>
    private static List<SandboxDocument> Stormy(SimulatedPlatform platform, SandboxMember person) =>
    [
        .. new[] { "daily_activity", "daily_readiness", "daily_sleep" }.SelectMany(kind =>
            platform.Sandbox.World.Documents(person.Id, kind, platform.Sandbox.World.Today.AddDays(-3), platform.Sandbox.World.Today)),
    ];

    private static double Median(IEnumerable<double> values)
    {
        double[] ascending = [.. values.Order()];
        return ascending[ascending.Length / 2];
    }

    /// <summary>Events come before history, and of the history the newest days come first.</summary>
    private static void NewestFirst(IReadOnlyList<SeenRequest> requests)
    {
        int?[] days = [.. requests.Select(LastDay)];
        int old = days.Max()!.Value - (2 * RecentDays);
        int first = Array.FindIndex(days, day => day < old);
        Assert.True(first > 0, "No old history was read, or nothing before it.");

        int[] history = [.. days.OfType<int>().Where(day => day < old)];
        Assert.Equal(history.OrderDescending(), history);
    }

    private static int? LastDay(SeenRequest request) =>
        HttpUtility.ParseQueryString(request.Address.Query)["end_date"] is { } day ? DateOnly.Parse(day, CultureInfo.InvariantCulture).DayNumber : null;
}
