using OuraTeams.Sandbox;

namespace OuraTeams.EndToEnd;

/// <summary>
/// A server as a process of its own, scraped twice after traffic and trouble: with ten members, and with fifty.
/// </summary>
public sealed class ScrapedServer : IAsyncLifetime
{
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
        await Members.JoinAllAsync(client, MetricTraffic.Organization, MetricTraffic.Team, sandbox.World.Members.Take(Few).ToList());
        await MetricTraffic.LiveAsync(sandbox, client, deliveries, Few);
        WithFew = await Scrape.OfAsync(settings);

        await Members.JoinMoreAsync(client, MetricTraffic.Organization, MetricTraffic.Team, sandbox.World.Members.Skip(Few).ToList());
        await MetricTraffic.LiveAsync(sandbox, client, deliveries, Many);

        // A read that ends in the middle of a scrape would be in one counter and not in another.
        await sandbox.Webhooks.WhenIdleAsync(CancellationToken.None);
        await MetricTraffic.HistoryIsReadAsync(client, Many);

        // Partitions of the queue are measured every ten seconds.
        await Eventually.HoldsAsync(async () => (WithMany = await Scrape.OfAsync(settings)).All.Count(series => series.Name == "ourateams_queue_length") == 32, "the queue is measured");
        People = await MetricTraffic.NamesAsync(sandbox, client);
        await server.InterruptAsync();
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}

/// <summary>The tests that look at the same scrapes.</summary>
[CollectionDefinition(Name)]
public sealed class ScrapedTests : ICollectionFixture<ScrapedServer>
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "scraped";
}
