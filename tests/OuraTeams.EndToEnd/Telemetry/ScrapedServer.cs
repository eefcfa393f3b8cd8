using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;

namespace OuraTeams.EndToEnd;

/// <summary>
/// A server as a process of its own, scraped twice after traffic and trouble: with ten members, and with fifty.
/// </summary>
public sealed class ScrapedServer : IAsyncLifetime
{
    private const string Organization = "club";
    private const string Team = "squad";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ourateams-scraped-");

    internal const int Few = 10;
    internal const int Many = 50;

    internal Scrape WithFew { get; private set; } = null!;

    internal Scrape WithMany { get; private set; } = null!;

    /// <summary>Ids and names of everybody.</summary>
    internal IReadOnlyList<string> People { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        await using OuraSandbox sandbox = await OuraSandbox.StartAsync(new SandboxOptions
        {
            Url = "http://127.0.0.1:0",
            Members = Many,
            Seed = 31,
            HistoryDays = 4,
            DeliveryRetryPause = TimeSpan.FromMilliseconds(100),
        });
        var settings = new ServerSettings(sandbox, _folder.FullName);
        settings.Values["Accounts:HistoryDays"] = "3";
        await using ServerProcess server = ServerProcess.Start(settings.Values);
        await server.ReadyAsync(settings.Http);
        using var client = new Client(settings);
        using var deliveries = new Deliveries(settings, sandbox.Options.ClientSecret);
        await Members.JoinAllAsync(client, Organization, Team, sandbox.World.Members.Take(Few).ToList());
        await LiveAsync(sandbox, client, deliveries, Few);
        WithFew = await Scrape.OfAsync(settings);

        await Members.JoinMoreAsync(client, Organization, Team, sandbox.World.Members.Skip(Few).ToList());
        await LiveAsync(sandbox, client, deliveries, Many);

        // A read that ends in the middle of a scrape would be in one counter and not in another.
        await sandbox.Webhooks.WhenIdleAsync(CancellationToken.None);
        await Eventually.HoldsAsync(
            async () =>
            {
                ListRingAccountsResponse accounts = await client.Fleet.ListRingAccountsAsync(new ListRingAccountsRequest { OrganizationId = Organization, PageSize = 200 }, client.Headers);
                return accounts.RingAccounts.Count == Many && accounts.RingAccounts.All(account => account.HistoryPartsLeft == 0);
            },
            "the history is read");

        // Partitions of the queue are measured every ten seconds.
        await Eventually.HoldsAsync(async () => (WithMany = await Scrape.OfAsync(settings)).All.Count(series => series.Name == "ourateams_queue_length") == 32, "the queue is measured");
        ListMembersResponse roster = await client.Teams.ListMembersAsync(new ListMembersRequest { OrganizationId = Organization, TeamId = Team, PageSize = 200 }, client.Headers);
        People = [.. roster.Members.SelectMany(member => new[] { member.MemberId, member.DisplayName }), .. sandbox.World.Members.SelectMany(person => new[] { person.Id, person.Email })];
        await server.InterruptAsync();
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Every member's ring syncs; Oura fails now and then and asks for a pause; somebody sends nonsense; a coach looks.</summary>
    private static async Task LiveAsync(OuraSandbox sandbox, Client client, Deliveries deliveries, int members)
    {
        DateOnly yesterday = sandbox.World.Today.AddDays(-1);
        List<SandboxMember> people = [.. sandbox.World.Members.Take(members)];
        Task RightAsync() => Truth.HoldsAsync(sandbox.World, people, () => client.SummaryAsync(Organization, Team, yesterday));
        await RightAsync();
        long pauses = sandbox.Faults.Hits(FaultKind.RateLimit);
        sandbox.Faults.Add(new Fault { Kind = FaultKind.RateLimit, Times = 1, Where = "/v2/usercollection", Delay = TimeSpan.FromSeconds(2) });
        Sync(people[0]);
        await Eventually.HoldsAsync(() => Task.FromResult(sandbox.Faults.Hits(FaultKind.RateLimit) > pauses), "Oura asks for a pause");
        sandbox.Faults.Add(new Fault { Kind = FaultKind.ServerError, Times = 8, Where = "/v2/usercollection" });
        people.Skip(1).ToList().ForEach(Sync);

        (await deliveries.SendAsync(Deliveries.Event("update", "daily_sleep", "a", "nobody-we-know"))).Dispose();
        (await deliveries.SendRawAsync([1, 2, 3], Deliveries.Now(), new string('A', 64))).Dispose();
        await RightAsync();
        await client.Metrics.GetMetricTrendAsync(
            new GetMetricTrendRequest
            {
                OrganizationId = Organization,
                TeamId = Team,
                MetricId = "average_hrv",
                StartDay = $"{yesterday.AddDays(-2):yyyy-MM-dd}",
                EndDay = $"{yesterday:yyyy-MM-dd}",
            },
            client.Headers);

        void Sync(SandboxMember person)
        {
            SandboxDocument activity = sandbox.World.Documents(person.Id, "daily_activity").First(document => document.Day == yesterday);
            sandbox.Webhooks.Publish(sandbox.World.Revise(person.Id, "daily_activity", activity.Id));
        }
    }
}

/// <summary>The tests that look at the same scrapes.</summary>
[CollectionDefinition(Name)]
public sealed class ScrapedTests : ICollectionFixture<ScrapedServer>
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "scraped";
}
