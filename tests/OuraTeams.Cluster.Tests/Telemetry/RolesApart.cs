namespace OuraTeams.Cluster.Tests;

/// <summary>
/// An intake, two silos and a gateway over Redis that send their telemetry to a receiver, scraped twice after traffic and trouble:
/// with few members, and with more.
/// </summary>
public sealed class RolesApart : IAsyncLifetime
{
    internal const int Few = 5;
    internal const int Many = 25;

    internal TestCluster Cluster { get; private set; } = null!;

    internal OtlpReceiver Receiver { get; private set; } = null!;

    internal IReadOnlyDictionary<string, Scrape> WithFew { get; private set; } = new Dictionary<string, Scrape>();

    internal IReadOnlyDictionary<string, Scrape> WithMany { get; private set; } = new Dictionary<string, Scrape>();

    /// <summary>Ids and names of everybody.</summary>
    internal IReadOnlyList<string> Names { get; private set; } = [];

    /// <summary>Spans that came so far.</summary>
    internal IReadOnlyList<OtlpSpan> Spans => [.. Receiver.Bodies("traces").SelectMany(OtlpSpan.Read)];

    public async ValueTask InitializeAsync()
    {
        Receiver = await OtlpReceiver.StartAsync();
        Cluster = await TestCluster.PrepareAsync(new ClusterShape
        {
            Silos = 2,
            Intakes = 1,
            Gateways = 1,
            Members = Many,
            HistoryDays = 4,
            Settings = Receiver.Settings,
        });
        foreach (ClusterNode node in Cluster.Nodes)
        {
            node.Settings.Values["OTEL_RESOURCE_ATTRIBUTES"] = $"{OtlpSpan.NodeKey}={node.Name}";
            node.Start();
        }

        await Task.WhenAll(Cluster.Nodes.Select(node => node.ReadyAsync()));
        await Cluster.JoinAsync([.. Cluster.People.Take(Few)]);
        await MetricTraffic.LiveAsync(Cluster.Sandbox, Cluster.Client, Cluster.Deliveries, Few);
        WithFew = await ScrapeAsync();

        await Members.JoinMoreAsync(Cluster.Client, TestCluster.Organization, TestCluster.Team, [.. Cluster.People.Skip(Few)]);
        await MetricTraffic.LiveAsync(Cluster.Sandbox, Cluster.Client, Cluster.Deliveries, Many);
        await Cluster.Sandbox.Webhooks.WhenIdleAsync(CancellationToken.None);
        await MetricTraffic.HistoryIsReadAsync(Cluster.Client, Many);

        // Each partition of the queue is measured by the silo that reads it, every ten seconds.
        await Eventually.HoldsAsync(
            async () => (WithMany = await ScrapeAsync()).Values.SelectMany(scrape => scrape.All).Where(series => series.Name == "ourateams_queue_length")
                .Select(series => series.Labels["partition"]).Distinct().Count() == 32,
            "the queue is measured");
        Names = await MetricTraffic.NamesAsync(Cluster.Sandbox, Cluster.Client);
    }

    public async ValueTask DisposeAsync()
    {
        if (Cluster is not null)
        {
            await Cluster.DisposeAsync();
        }

        await Receiver.DisposeAsync();
    }

    private async Task<IReadOnlyDictionary<string, Scrape>> ScrapeAsync()
    {
        var scrapes = new Dictionary<string, Scrape>();
        foreach (ClusterNode node in Cluster.Nodes)
        {
            scrapes[node.Name] = await Scrape.OfAsync(node.Settings);
        }

        return scrapes;
    }
}
