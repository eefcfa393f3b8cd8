using System.Net.Http.Json;
using System.Text.Json;

namespace OuraTeams.Oura;

/// <summary>Manages the app's webhook subscriptions, with the app's own credentials.</summary>
/// <param name="http">Client whose timeout bounds each request; Oura calls the callback before it answers a create.</param>
/// <param name="app">The app's settings.</param>
public sealed class WebhookSubscriptionClient(HttpClient http, OuraAppOptions app)
{
    private const string Path = "/v2/webhook/subscription";
    private const string Incomplete = "The answer about subscriptions lacks a required member.";

    private static readonly JsonSerializerOptions NullsAreMissing = new() { RespectNullableAnnotations = true };

    /// <summary>Lists all subscriptions of the app.</summary>
    /// <exception cref="OuraException">Oura gave no usable answer.</exception>
    public async Task<IReadOnlyList<WebhookSubscription>> ListAsync(CancellationToken cancellation)
    {
        using JsonDocument? json = await SendAsync(HttpMethod.Get, Path, null, cancellation);
        List<WebhookSubscription?> subscriptions = Read<List<WebhookSubscription?>>(json);
        return [.. subscriptions.Select(subscription => subscription ?? throw new OuraException(OuraFailure.Unavailable, Incomplete))];
    }

    /// <summary>Creates one. Oura asks the callback to answer a challenge while this call waits.</summary>
    /// <exception cref="OuraException"><see cref="OuraFailure.Invalid"/> when the challenge failed or the pair is subscribed already.</exception>
    public async Task<WebhookSubscription> CreateAsync(
        Uri callback, string verificationToken, string eventType, string dataType, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(callback);
        using JsonDocument? json = await SendAsync(
            HttpMethod.Post,
            Path,
            new Dictionary<string, string>
            {
                ["callback_url"] = callback.AbsoluteUri,
                ["verification_token"] = verificationToken,
                ["event_type"] = eventType,
                ["data_type"] = dataType,
            },
            cancellation);
        return Read<WebhookSubscription>(json);
    }

    /// <summary>Ends one.</summary>
    /// <exception cref="OuraException"><see cref="OuraFailure.Forbidden"/> when there is no such subscription.</exception>
    public async Task DeleteAsync(string id, CancellationToken cancellation)
    {
        using JsonDocument? json = await SendAsync(HttpMethod.Delete, $"{Path}/{Uri.EscapeDataString(id)}", null, cancellation);
    }

    private static T Read<T>(JsonDocument? json)
        where T : class => OuraResponse.Read(() => json?.RootElement.Deserialize<T>(NullsAreMissing), Incomplete);

    private async Task<JsonDocument?> SendAsync(HttpMethod method, string path, Dictionary<string, string>? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(app.ApiUrl, path));
        request.Headers.Add("x-client-id", app.ClientId);
        request.Headers.Add("x-client-secret", app.ClientSecret);
        request.Content = body is null ? null : JsonContent.Create(body);
        return await OuraResponse.SendAsync(http, request, cancellation);
    }
}
