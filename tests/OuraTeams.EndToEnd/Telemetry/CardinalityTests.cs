namespace OuraTeams.EndToEnd;

/// <summary>Metrics stay few, however many members there are, and name nobody.</summary>
[Collection(ScrapedTests.Name)]
public sealed class CardinalityTests(ScrapedServer server)
{
    [Fact]
    public void Every_label_is_known_and_has_a_value_of_few() => Assert.Empty(MetricLabels.Strange(server.WithMany));

    [Fact]
    public void No_label_names_anybody()
    {
        Assert.True(server.People.Count >= 4 * ScrapedServer.Many);
        Assert.Empty(server.WithMany.Naming(server.People));
    }

    [Fact]
    public void Forty_more_members_bring_less_than_a_series_each()
    {
        IReadOnlyList<string> met = server.WithMany.MetSince(server.WithFew);
        Assert.True(met.Count < ScrapedServer.Many - ScrapedServer.Few, string.Join('\n', met.Prepend($"{server.WithFew.All.Count} and {met.Count} more")));
        Assert.InRange(server.WithMany.All.Count, 500, 5_000);
    }

    [Fact]
    public void What_happened_is_counted()
    {
        Scrape now = server.WithMany;
        Assert.Equal(ScrapedServer.Many, now.Sum("ourateams_accounts_active", ("state", "connected")));
        Assert.Equal(ScrapedServer.Many, now.Sum("ourateams_accounts_registered"));
        Assert.Equal(ScrapedServer.Many, now.Sum("ourateams_partitions_members"));
        Assert.Equal(1, now.Sum("ourateams_partitions_active"));
        Assert.Equal(ScrapedServer.Many, now.Sum("ourateams_connection_changes_total", ("state", "connected")));
        Assert.Equal(2, now.Sum("ourateams_intake_deliveries_total", ("outcome", "wrong_signature")));
        Assert.Equal(2, now.Sum("ourateams_events_routed_total", ("outcome", "unknown_user")));
        double accepted = now.Sum("ourateams_intake_deliveries_total", ("outcome", "accepted"));
        Assert.True(accepted >= ScrapedServer.Few + ScrapedServer.Many);
        Assert.Equal(accepted, now.Sum("ourateams_queue_appended_total"));
        Assert.Equal(accepted, now.Sum("ourateams_intake_duration_seconds_count", ("outcome", "accepted")));
        Assert.True(now.Sum("ourateams_event_to_aggregate_duration_seconds_count") >= ScrapedServer.Many);
        Assert.Equal(2, now.Sum("ourateams_fetches_total", ("outcome", "rate_limited")));
        Assert.True(now.Sum("ourateams_budget_waits_total", ("budget", "token")) >= 1);
        Assert.Equal(now.Sum("ourateams_fetches_total"), now.Sum("ourateams_fetch_duration_seconds_count"));
        Assert.Equal(0, now.Sum("ourateams_queue_dead_letters_total"));
        Assert.True(now.Sum("ourateams_webhook_subscriptions", ("app", ServerSettings.App), ("state", "standing")) >= 33);
        Assert.Equal(0, now.Sum("ourateams_webhook_subscriptions", ("app", ServerSettings.App), ("state", "missing")));
    }
}
