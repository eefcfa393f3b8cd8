using System.Diagnostics.Metrics;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;

namespace OuraTeams.EndToEnd;

/// <summary>Requests that all accounts of an app share, as Oura counts them.</summary>
public sealed class AppBudgetTests
{
    private const int Accounts = 6;
    private const int Limit = 60;

    [Fact]
    public async Task Scarce_requests_are_shared_out_evenly_events_go_first_and_who_waits_is_visible()
    {
        using var gauge = new WaitingListener();
        await using SmallPlatform platform = await SmallPlatform.StartAsync(
            Accounts,
            settings =>
            {
                settings["Accounts:HistoryDays"] = "200";
                settings["Budget:AppLimit"] = $"{Limit}";
                settings["Budget:Block"] = "1";
                settings["Budget:Window"] = "00:00:10";
                settings["Budget:Margin"] = "00:00:05";
                settings["Oura:Retries"] = "0";
            },
            sandbox =>
            {
                sandbox.HistoryDays = 205;
                sandbox.RequestsPerApp = Limit;
                sandbox.RateWindow = TimeSpan.FromSeconds(10);
            });
        Member[] members = [.. await platform.MembersAsync()];

        // All have months before them. Once they are in line and each had a turn, each gets its turns.
        int most = 0;
        long[] joined = Counts(platform);
        long[]? begun = null;
        GetAppBudgetResponse budget = null!;
        await Eventually.HoldsAsync(
            async () =>
            {
                budget = await platform.Client.Fleet.GetAppBudgetAsync(new GetAppBudgetRequest { OuraApp = ServerSettings.App }, platform.Client.Headers);
                most = Math.Max(most, budget.Waiting.Single(line => line.Priority == RequestPriority.Backfill).AccountCount);
                long[] counts = Counts(platform);
                begun ??= most >= Accounts / 2 && counts.Zip(joined).All(count => count.First >= count.Second + 5) ? counts : null;
                return begun is not null && counts.Sum() >= begun.Sum() + (3 * Limit);
            },
            "three windows are spent",
            300);
        Assert.Equal([RequestPriority.Live, RequestPriority.Interactive, RequestPriority.Backfill], budget.Waiting.Select(line => line.Priority));
        Assert.Equal(Limit, budget.Budget.Limit);
        Assert.InRange(most, Accounts / 2, Accounts);

        // An account may stand in the line of each priority.
        Assert.InRange(gauge.Most, 1, 3 * Accounts);
        long[] spent = [.. Counts(platform).Zip(begun!, (now, before) => now - before)];
        Assert.True(spent.Max() < 3 * spent.Min(), string.Join(' ', spent));

        // An event of one does not wait for the history of the others, nor for its own.
        platform.Revise(platform.People[4]);
        await platform.IsRightAsync();
        Assert.All(await Task.WhenAll(members.Select(platform.AccountAsync)), account => Assert.True(account.HistoryPartsLeft > 0));
        Assert.Equal(0, platform.Sandbox.Requests.Refused);
    }

    [Theory]
    [InlineData("token")]
    [InlineData("application")]
    public async Task Retry_After_is_waited_for_to_the_end(string tier)
    {
        var pause = TimeSpan.FromSeconds(6);
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1, settings => settings["Budget:Block"] = "1");
        Member member = (await platform.MembersAsync())[0];
        await platform.IsRightAsync();
        await Eventually.HoldsAsync(async () => (await platform.AccountAsync(member)).HistoryPartsLeft == 0, "the history is read");
        platform.Sandbox.Faults.Add(new Fault { Kind = FaultKind.RateLimit, Where = "/v2/usercollection", Times = 1, Tier = tier, Delay = pause });
        long before = platform.Sandbox.Requests.Total;
        DateTimeOffset begun = TimeProvider.System.GetUtcNow();

        platform.Revise(platform.People[0]);
        await Eventually.HoldsAsync(() => Task.FromResult(platform.Sandbox.Requests.Total > before), "it is asked again");

        Assert.Equal(1, platform.Sandbox.Faults.Hits(FaultKind.RateLimit));
        Assert.True(TimeProvider.System.GetUtcNow() - begun >= pause);
        await platform.IsRightAsync();
    }

    private static long[] Counts(SmallPlatform platform) => [.. platform.People.Select(person => platform.Sandbox.Requests.OfMember(person.Id))];

    /// <summary>Watches how many accounts are measured as waiting.</summary>
    private sealed class WaitingListener : IDisposable
    {
        private readonly MeterListener _listener = new();
        private long _now;

        public WaitingListener()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "ourateams.budget.waiting")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, change, tags, _) =>
            {
                // A priority is all that it may be told apart by.
                Assert.Equal("priority", Assert.Single(tags.ToArray()).Key);
                Most = Math.Max(Most, Interlocked.Add(ref _now, change));
            });
            _listener.Start();
        }

        public long Most { get; private set; }

        public void Dispose() => _listener.Dispose();
    }
}
