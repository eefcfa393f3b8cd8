using System.Text.RegularExpressions;
using OuraTeams.Oura.Kinds;

namespace OuraTeams.EndToEnd;

/// <summary>The labels that may stand at a metric of any role over any storage, and the few values that each may have.</summary>
internal static partial class MetricLabels
{
    private static readonly string[] Kinds = [.. OuraKind.All.Select(kind => kind.Name)];

    private static readonly Dictionary<string, Func<string, bool>> Allowed = new(StringComparer.Ordinal)
    {
        ["le"] = value => value == "+Inf" || double.TryParse(value, out _),

        // Ours.
        ["app"] = Of(ServerSettings.App),
        ["budget"] = Of("token", "app"),
        ["kind"] = Of(Kinds),
        ["outcome"] = Of(
            "ok", "failed", "accepted", "unknown_app", "unsigned", "wrong_signature", "stale", "invalid", "not_queued", "too_large", "marked", "unknown_type", "put_off", "given_up", "unknown_user",
            "refused", "unavailable", "unauthorized", "scope_missing", "forbidden", "not_found", "rate_limited", "invalid_grant", "app_too_old", "unusable"),
        ["partition"] = value => int.TryParse(value, out int number) && number is >= 0 and < 32,
        ["priority"] = Of("live", "interactive", "backfill"),
        ["provider"] = Of("events"),
        ["reason"] = Of(
            "none", "refused", "revoked", "membership_lapsed", "scopes_too_narrow", "scope_not_granted", "refused_as_invalid", "not_served",
            "undecodable", "not_delivered", "no_subscriber", "id_out_of_range", "delivered_too_often", "unknown_format",
            "answer_unusable", "not_an_object", "no_id", "no_day", "no_time", "no_value", "endless_pages"),
        ["state"] = Of("not_connected", "connected", "needs_reconnect", "disconnected", "standing", "missing"),

        // Orleans'.
        ["Context"] = Of("Grain", "None", "ToSystemTarget"),
        ["ConnectionDirection"] = Of("SiloToSilo", "ClientToGateway", "GatewayToClient"),
        ["Direction"] = Of("Request", "Response", "OneWay", "SiloToSilo", "ClientToGateway", "GatewayToClient"),
        ["MessageDirection"] = Of("Request", "Response", "OneWay"),
        ["Status"] = Of("Ok", "Error"),
        ["mode"] = Of("hash", "direct"),
        ["result"] = Of("hit", "miss"),
        ["source"] = Of("silo", "peer"),
        ["status"] = Of("success", "failure", "error", "canceled", "mismatch", "missing", "skipped"),
        ["directory"] = Of("enabled", "disabled"),
        ["locator"] = Of("dht"),
        ["grain_type"] = IsGrainType,
        ["type"] = IsGrainType,
        ["name"] = value => StreamQueue().IsMatch(value),
        ["queue"] = value => StreamQueue().IsMatch(value),
        ["provider_type_name"] = Of("EncryptedGrainStorage", "AdoNetGrainStorage"),
        ["state_name"] = value => StatePage().IsMatch(value)
            || value is "app-budget" or "budget" or "cache" or "connection" or "directory" or "inbox" or "member" or "organization" or "recovery" or "revocation" or "route" or "subscriptions" or "scheduler" or "team" or "key",
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

    /// <summary>What a scrape has besides: unknown labels, and values that are none of the few.</summary>
    public static IReadOnlyList<string> Strange(Scrape scrape) =>
        [.. scrape.All
            .Where(series => series.Name != "target_info")
            .SelectMany(series => series.Labels)
            .Distinct()
            .Where(label => !Allowed.TryGetValue(label.Key, out Func<string, bool>? allowed) || !allowed(label.Value))
            .Select(label => $"{label.Key}={label.Value}")
            .Order()];

    private static Func<string, bool> Of(params string[] values) => value => values.Contains(value);

    private static bool IsHost(string value) => value is "" or "127.0.0.1" or "localhost" || value == Environment.MachineName;

    private static bool IsGrainType(string value) => GrainType().IsMatch(value) || value is
        "organization" or "organization-directory" or "team" or "team-partition" or "member" or "ring-account" or "event-router" or "webhook-subscriptions" or "app-budget" or "scheduler" or "connection-log" or "recovery" or "revocation" or "remindertable";

    [GeneratedRegex("^sys\\.svc\\.[a-zA-Z0-9.-]+$")]
    private static partial Regex GrainType();

    [GeneratedRegex("^(slots-([0-9]|1[0-5])|connections-([0-9]|1[0-6]))$")]
    private static partial Regex StatePage();

    [GeneratedRegex("^events([.-]events)?(-[0-9]{1,2})?(-0x[0-9A-F]{8})?$")]
    private static partial Regex StreamQueue();

    [GeneratedRegex("^/[A-Za-z_./{}*:-]*$|^/ourateams\\.v1\\.[A-Za-z]+/[A-Za-z]+$|^$")]
    private static partial Regex Route();
}
