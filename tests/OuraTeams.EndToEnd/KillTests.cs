using System.Net;
using OuraTeams.Sandbox;

namespace OuraTeams.EndToEnd;

/// <summary>The server as a process, ended by SIGKILL.</summary>
public sealed class KillTests : IAsyncLifetime
{
    private const int Events = 1_000;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ourateams-kill-");
    private OuraSandbox _sandbox = null!;
    private ServerSettings _settings = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await OuraSandbox.StartAsync(new SandboxOptions { Url = "http://127.0.0.1:0", Members = 25, Seed = 11, HistoryDays = 60 });
        _settings = new ServerSettings(_sandbox, _folder.FullName);
        _settings.Values["Accounts:HistoryDays"] = "60";
    }

    public async ValueTask DisposeAsync()
    {
        await _sandbox.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_thousand_accepted_events_outlive_a_SIGKILL_right_after_their_answers()
    {
        World world = _sandbox.World;
        DateOnly[] days = [.. Enumerable.Range(1, 45).Select(back => world.Today.AddDays(-back))];
        await using (ServerProcess first = ServerProcess.Start(_settings.Values))
        {
            await first.ReadyAsync(_settings.Http);
            using var client = new Client(_settings);
            await Members.JoinAllAsync(client, "club", "squad", world.Members);
            await RightAsync(client, days);
            await first.InterruptAsync();
        }

        // Slow fetches, so that at the kill hardly any event has been worked off: they are in the queue or in an inbox.
        _settings.Values["Accounts:QuietTime"] = "00:00:30";
        _settings.Values["Accounts:LongestQuietTime"] = "00:00:30";
        await using (ServerProcess second = ServerProcess.Start(_settings.Values))
        {
            await second.ReadyAsync(_settings.Http);
            using var deliveries = new Deliveries(_settings, _sandbox.Options.ClientSecret);
            string[] bodies = [.. Revise(world, days)];
            Assert.Equal(Events, bodies.Length);
            int accepted = 0;
            await Parallel.ForEachAsync(bodies, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (body, _) =>
            {
                using HttpResponseMessage answer = await deliveries.SendAsync(body);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    Interlocked.Increment(ref accepted);
                }
            });
            await second.KillAsync();
            Assert.Equal(Events, accepted);
        }

        _settings.Values["Accounts:QuietTime"] = "00:00:00.100";
        _settings.Values["Accounts:LongestQuietTime"] = "00:00:01";
        await using ServerProcess third = ServerProcess.Start(_settings.Values);
        await third.ReadyAsync(_settings.Http);
        using var again = new Client(_settings);
        await RightAsync(again, days);
        Assert.Equal(0, await third.InterruptAsync());
    }

    [Theory]
    [InlineData("Storage:MasterKey", "short")]
    [InlineData("Listen:HttpPort", "0")]
    [InlineData("Webhooks:PublicUrl", "ftp://example.org")]
    [InlineData("Accounts:HistoryDays", "0")]
    [InlineData("Oura:Apps:main:ClientSecret", "")]
    public async Task A_wrong_setting_stops_the_start_with_its_name(string key, string value)
    {
        var wrong = new Dictionary<string, string?>(_settings.Values) { [key] = value };
        await using ServerProcess refused = ServerProcess.Start(wrong);

        Assert.Equal(1, await refused.WaitAsync());
        Assert.Contains(key.Split(':')[^1], refused.Output, StringComparison.Ordinal);
        Assert.Contains("ourateams did not start", refused.Output, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Revise(World world, DateOnly[] days)
    {
        var documents =
            from member in world.Members
            from document in world.Documents(member.Id, "daily_activity")
            where days.Contains(document.Day)
            select document;
        foreach (SandboxDocument document in documents.Take(Events).ToList())
        {
            WorldChange change = world.Revise(document.MemberId, document.Kind, document.Id);
            yield return Deliveries.Event(change.EventType, change.DataType, change.DocumentId, change.MemberId);
        }
    }

    private async Task RightAsync(Client client, IEnumerable<DateOnly> days)
    {
        foreach (DateOnly day in days)
        {
            await Truth.HoldsAsync(_sandbox.World, _sandbox.World.Members, () => client.SummaryAsync("club", "squad", day));
        }
    }
}
