using System.Security.Cryptography;
using System.Text;

namespace OuraTeams.EndToEnd;

/// <summary>Signed webhook deliveries, made here and not by the stand-in.</summary>
internal sealed class Deliveries(Uri server, string secret) : IDisposable
{
    private readonly HttpClient _http = new();

    public Deliveries(ServerSettings settings, string secret)
        : this(settings.Http, secret)
    {
    }

    /// <summary>The body of an event.</summary>
    public static string Event(string type, string dataType, string id, string user) =>
        $$"""{"event_type":"{{type}}","data_type":"{{dataType}}","object_id":"{{id}}","event_time":"2026-03-10T07:30:00+00:00","user_id":"{{user}}"}""";

    /// <summary>Unix seconds of now, as text.</summary>
    public static string Now() => $"{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}";

    /// <summary>Sends a signed delivery.</summary>
    public Task<HttpResponseMessage> SendAsync(string body, string? timestamp = null)
    {
        timestamp ??= Now();
        return SendRawAsync(Encoding.UTF8.GetBytes(body), timestamp, Sign(timestamp, body));
    }

    /// <summary>Sends whatever is given.</summary>
    public async Task<HttpResponseMessage> SendRawAsync(byte[] body, string? timestamp, string? signature, string app = ServerSettings.App)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, $"/webhooks/oura/{app}")) { Content = new ByteArrayContent(body) };
        if (timestamp is not null)
        {
            request.Headers.Add("x-oura-timestamp", timestamp);
        }

        if (signature is not null)
        {
            request.Headers.Add("x-oura-signature", signature);
        }

        return await _http.SendAsync(request);
    }

    /// <summary>The signature.</summary>
    public string Sign(string timestamp, string body) =>
        Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(timestamp + body)));

    public void Dispose() => _http.Dispose();
}
