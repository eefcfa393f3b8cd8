using System.Globalization;
using System.Text.Json.Nodes;
using OuraTeams.Sandbox;

namespace OuraTeams.Simulation;

/// <summary>The app's webhook subscriptions, as Oura lists them.</summary>
internal sealed class Subscriptions(OuraSandbox sandbox) : IDisposable
{
    private readonly HttpClient _http = new();

    /// <summary>For each pair of data type and event type, when the subscription ends.</summary>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> ListAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(sandbox.Address, "/v2/webhook/subscription"));
        request.Headers.Add("x-client-id", sandbox.Options.ClientId);
        request.Headers.Add("x-client-secret", sandbox.Options.ClientSecret);
        using HttpResponseMessage response = await _http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        JsonNode list = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        return list.AsArray().ToDictionary(
            one => $"{one!["data_type"]}.{one["event_type"]}",
            one => DateTimeOffset.Parse((string)one!["expiration_time"]!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
    }

    public void Dispose() => _http.Dispose();
}
