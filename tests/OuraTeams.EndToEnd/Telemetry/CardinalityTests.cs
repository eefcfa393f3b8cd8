using System.Text.RegularExpressions;
using OuraTeams.Oura;

namespace OuraTeams.EndToEnd;

/// <summary>Metrics stay few, however many members there are, and name nobody.</summary>
[Collection(ScrapedTests.Name)]
public sealed partial class CardinalityTests(ScrapedServer server)
{
    private static readonly string[] Kinds = [.. OuraKind.All.Select(kind => kind.Name)];

    /// <summary>Every label that may stand at a metric, and the values that it may have.</summary>
    private static readonly Dictionary<string, Func<string, bool>> Labels = new(StringComparer.Ordinal)
    {
        ["le"] = value => value == "+Inf" || double.TryParse(value, out _),

        // Ours.
        ["app"] = Of(ServerSettings.App),
        ["budget"] = Of("token", "app"),
        ["kind"] = Of(Kinds),
        ["outcome"] = Of(
            "ok", "failed", "accepted", "unknown_app", "unsigned", "wrong_signature", "stale", "invalid", "not_queued", "too_large", "marked", "unknown_type", "unknown_user",
            "refused", "unavailable", "unauthorized", "scope_missing", "forbidden", "not_found", "rate_limited", "invalid_grant", "app_too_old"),
        ["partition"] = value => int.TryParse(value, out int number) && number is >= 0 and < 32,
        ["priority"] = Of("live", "interactive", "backfill"),
        ["provider"] = Of("events"),
        ["reason"] = Of(
            "none", "refused", "revoked", "membership_lapsed", "scopes_too_narrow", "scope_not_granted", "refused_as_invalid", "not_served",
            "undecodable", "not_delivered", "no_subscriber", "id_out_of_range", "delivered_too_often", "unknown_format"),
        ["state"] = Of("not_connected", "connected", "needs_reconnect", "disconnected", "standing", "missing"),

        // Orleans'.
        ["Context"] = Of("Grain", "None", "ToSystemTarget"),
        ["Direction"] = Of("Request", "Response", "OneWay"),
        ["Status"] = Of("Ok", "Error"),
        ["status"] = Of("success", "failure", "canceled"),
        ["directory"] = Of("enabled", "disabled"),
        ["locator"] = Of("dht"),
        ["grain_type"] = IsGrainType,
        ["type"] = IsGrainType,
        ["name"] = value => StreamQueue().IsMatch(value),
        ["queue"] = value => StreamQueue().IsMatch(value),
        ["provider_type_name"] = Of("EncryptedGrainStorage", "AdoNetGrainStorage"),
        ["state_name"] = Of("app-budget", "budget", "cache", "connections", "credential", "inbox", "member", "organization", "route", "subscriptions", "sweep", "team", "key"),
        ["state_type"] = value => value.Length < 60 && value.All(char.IsLetter),

        // The runtime's.
        ["aspnetcore_memory_pool_owner"] = Of("kestrel", ""),
        ["aspnetcore_routing_is_fallback"] = Of("true", "false"),
        ["aspnetcore_routing_match_status"] = Of("success", "failure"),
        ["cpu_mode"] = Of("user", "system"),
        ["dns_question_name"] = IsHost,
        ["error_type"] = value => value.Length < 120 && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_'),
        ["gc_heap_generation"] = Of("gen0", "gen1", "gen2", "loh", "poh"),
        ["http_connection_state"] = Of("active", "idle"),
        ["http_request_method"] = Of("GET", "POST", "PUT", "DELETE"),
        ["http_response_status_code"] = value => int.TryParse(value, out int status) && status is >= 100 and < 600,
        ["http_route"] = value => Route().IsMatch(value),
        ["network_protocol_name"] = Of("http"),
        ["network_protocol_version"] = Of("1.1", "2"),
        ["network_transport"] = Of("tcp"),
        ["network_type"] = Of("ipv4", "ipv6"),
        ["server_address"] = IsHost,
        ["server_port"] = value => int.TryParse(value, out _),
        ["url_scheme"] = Of("http", "https"),
    };

    [Fact]
    public void Every_label_is_known_and_has_a_value_of_few()
    {
        string[] strange = [.. server.WithMany.All
            .Where(series => series.Name != "target_info")
            .SelectMany(series => series.Labels)
            .Distinct()
            .Where(label => !Labels.TryGetValue(label.Key, out Func<string, bool>? allowed) || !allowed(label.Value))
            .Select(label => $"{label.Key}={label.Value}")
            .Order()];
        Assert.Empty(strange);
    }

    [Fact]
    public void No_label_names_anybody()
    {
        Assert.True(server.People.Count >= 4 * ScrapedServer.Many);
        string[] values = [.. server.WithMany.All.SelectMany(series => series.Labels.Values).Distinct()];
        Assert.DoesNotContain(server.People, name => values.Any(value => value.Contains(name, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public void Forty_more_members_bring_less_than_a_series_each()
    {
        string[] few = [.. server.WithFew.All.Select(series => series.Key)];
        string[] more = [.. server.WithMany.All.Select(series => series.Key).Except(few)];

        // A histogram's buckets are many for one new outcome: it counts once.
        string[] met = [.. server.WithMany.All
            .Where(series => more.Contains(series.Key))
            .Select(series => (series with { Labels = series.Labels.Where(label => label.Key != "le").ToDictionary() }).Key)
            .Select(key => HistogramPart().Replace(key, "{"))
            .Distinct()];
        Assert.True(met.Length < ScrapedServer.Many - ScrapedServer.Few, string.Join('\n', met.Prepend($"{few.Length} and {more.Length} more")));
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

    private static Func<string, bool> Of(params string[] values) => value => values.Contains(value);

    private static bool IsHost(string value) => value is "" or "127.0.0.1" or "localhost" || value == Environment.MachineName;

    private static bool IsGrainType(string value) => GrainType().IsMatch(value) || value is
        "organization" or "team" or "team-partition" or "member" or "ring-account" or "event-router" or "webhook-subscriptions" or "app-budget" or "sweep" or "remindertable";

    [GeneratedRegex("^sys\\.svc\\.[a-zA-Z0-9.-]+$")]
    private static partial Regex GrainType();

    [GeneratedRegex("^events([.-]events)?(-[0-9]{1,2})?(-0x[0-9A-F]{8})?$")]
    private static partial Regex StreamQueue();

    [GeneratedRegex("^/[A-Za-z_./{}*:-]*$|^/ourateams\\.v1\\.[A-Za-z]+/[A-Za-z]+$|^$")]
    private static partial Regex Route();

    [GeneratedRegex("_(bucket|sum|count)\\{")]
    private static partial Regex HistogramPart();
}
