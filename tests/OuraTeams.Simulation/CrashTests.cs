using System.Diagnostics;
using Grpc.Core;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;

namespace OuraTeams.Simulation;

/// <summary>
/// The server dies at each of the places where it touches the outside: state, queue, Oura. A refresh, events, fetches and
/// acknowledgements go on while it does; then it is started again over what it left.
/// </summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Days = 5;
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly List<string> _deaths = [];
    private readonly List<string> _reconnects = [];
    private readonly Queue<string> _deleted = new();

    [Fact]
    public async Task A_crash_at_any_point_of_refresh_fetch_and_acknowledge_loses_nothing_and_counts_nothing_twice()
    {
        int stride = Size.Of("CRASH_STRIDE", 1);
        var watch = Stopwatch.StartNew();
        await using SimulatedPlatform platform = await SimulatedPlatform.StartAsync(
            new SandboxOptions { Members = 1, Seed = 3, HistoryDays = 15, AccessTokenLifetime = TokenLifetime },
            settings =>
            {
                settings["Accounts:HistoryDays"] = $"{Days}";
                settings["Accounts:RefreshAhead"] = "00:00:00";

                // What a webhook does not bring must not be brought by a comparison.
                settings["Accounts:ReconcilePeriod"] = "7.00:00:00";
                settings["Webhooks:CheckPeriod"] = "1.00:00:00";
            });
        await platform.JoinAllAsync();
        await platform.IsRightAsync(Days - 1);

        int point = 1;
        while (await DiesAsync(platform, point, afterwards: false) | await DiesAsync(platform, point, afterwards: true))
        {
            point += stride;
        }

        output.WriteLine($"{_deaths.Count} crashes at {(point - 1) / stride} points in {watch.Elapsed:hh\\:mm\\:ss}: {Counted(_deaths)}.");
        output.WriteLine($"{_reconnects.Count} of them cost a reconnection: {Counted(_reconnects)}.");
        Assert.True(_deaths.Count >= 40 / stride, $"Only {_deaths.Count} crashes.");
        if (stride == 1)
        {
            Assert.NotEmpty(_reconnects);
            Assert.Contains("after acknowledgement to the queue", _deaths);
        }
    }

    /// <summary>Lets it die at a point of the work, and checks what is left.</summary>
    /// <returns>False when the work was done before that point.</returns>
    private async Task<bool> DiesAsync(SimulatedPlatform platform, int point, bool afterwards)
    {
        platform.Edges.DieAt(point, afterwards);
        await platform.Time.PassAsync(TokenLifetime + Second, TokenLifetime + Second);
        Change(platform);
        for (int seconds = 0; platform.Edges.DiedAt is null && (seconds < 5 || !await IsDoneAsync(platform)); seconds++)
        {
            Assert.True(seconds < 300, "The work is not done.");
            await platform.Time.PassAsync(Second, Second);
        }

        platform.Edges.Spare();
        if (platform.Edges.DiedAt is not { } where)
        {
            await platform.IsRightAsync(Days - 1);
            return false;
        }

        await platform.StopServerAsync();
        bool mayCostTheGrant = platform.Edges.HoldsUnstoredRefresh;
        _deaths.Add(where);
        await platform.StartServerAsync();

        // Longer than the lease of a refresh that nobody ended.
        await platform.Time.PassAsync(TimeSpan.FromMinutes(3), 10 * Second);
        Member member = (await platform.MembersAsync()).Single();
        Assert.True(
            member.ConnectionState == (mayCostTheGrant ? ConnectionState.NeedsReconnect : ConnectionState.Connected),
            $"Crash {where} ({point}): {member.ConnectionState}.");
        if (mayCostTheGrant)
        {
            _reconnects.Add(where);
            await platform.ReconnectAsync(member, platform.People[0]);
        }

        await platform.IsRightAsync(Days - 1);
        Assert.Equal((0, 0), await platform.QueueAsync());
        return true;
    }

    private static string Counted(IEnumerable<string> places) =>
        string.Join(", ", places.GroupBy(place => place).OrderBy(group => group.Key).Select(group => $"{group.Count()} {group.Key}"));

    /// <summary>Several documents of a kind, one of another, and a deletion.</summary>
    private void Change(SimulatedPlatform platform)
    {
        World world = platform.Sandbox.World;
        string person = platform.People[0].Id;
        SandboxDocument[] Of(string kind) => [.. world.Documents(person, kind, world.Today.AddDays(1 - Days), world.Today)];
        List<WorldChange> changes = [.. Of("daily_activity").Take(2).Select(document => world.Revise(person, document.Kind, document.Id))];
        changes.Add(world.Revise(person, "daily_readiness", Of("daily_readiness")[0].Id));
        SandboxDocument[] sleeps = Of("daily_sleep");
        changes.Add(sleeps.Length > 2 ? world.Delete(person, "daily_sleep", sleeps[0].Id) : world.Restore(person, "daily_sleep", _deleted.Dequeue()));
        if (changes[^1].EventType == "delete")
        {
            _deleted.Enqueue(sleeps[0].Id);
        }

        platform.Sandbox.Webhooks.PublishBurst(changes);
    }

    private static async Task<bool> IsDoneAsync(SimulatedPlatform platform)
    {
        try
        {
            RingAccount account = await platform.AccountAsync((await platform.MembersAsync()).Single());
            return platform.Edges.Unread == 0 && account.WaitingEvents == 0;
        }
        catch (RpcException) when (platform.Edges.DiedAt is not null)
        {
            return false;
        }
    }
}
