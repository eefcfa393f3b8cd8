using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OuraTeams.Oura.Documents;
using OuraTeams.Oura.Http;
using OuraTeams.Oura.Json;
using OuraTeams.Oura.OAuth;

namespace OuraTeams.Oura.Webhooks;

/// <summary>Manages the app's webhook subscriptions, with the app's own credentials.</summary>
public sealed class WebhookSubscriptionClient
{
    private const string Root = "/v2/webhook/subscription";

    private readonly HttpClient _http;
    private readonly RetryingReader _reader;
    private readonly OuraAppOptions _app;

    /// <param name="http">Client whose timeout bounds each change; Oura calls the callback before it answers a create or an update.</param>
    /// <param name="reader">Sends the reads. They are not the members': no budget counts them.</param>
    /// <param name="app">The app's settings.</param>
    internal WebhookSubscriptionClient(HttpClient http, RetryingReader reader, OuraAppOptions app)
    {
        _http = http;
        _reader = reader;
        _app = app;
    }

    /// <summary>Lists all subscriptions of the app.</summary>
    /// <param name="unreadable">Told of each that can't be read, by its id where there is one; null when nobody wants to know.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="OuraException">Oura gave no usable answer.</exception>
    public async Task<IReadOnlyList<WebhookSubscription>> ListAsync(Action<string?>? unreadable, CancellationToken cancellation)
    {
        using JsonDocument answer = await _reader.ReadAsync(() => Request(HttpMethod.Get, Root), null, cancellation);
        if (answer.RootElement.ValueKind != JsonValueKind.Array)
        {
            throw new OuraException(OuraFailure.Unavailable, "The answer about subscriptions is no list.");
        }

        List<WebhookSubscription> subscriptions = [];
        foreach (JsonElement entry in answer.RootElement.EnumerateArray())
        {
            if (OpenJson.Record(entry, OuraJson.Default.WebhookSubscription) is { } subscription)
            {
                subscriptions.Add(subscription);
            }
            else
            {
                unreadable?.Invoke(OpenJson.Text(entry, "id"));
            }
        }

        return subscriptions;
    }

    /// <summary>Reads one.</summary>
    /// <exception cref="OuraException"><see cref="OuraFailure.Forbidden"/> when there is no such subscription.</exception>
    public Task<WebhookSubscription> GetAsync(string id, CancellationToken cancellation) =>
        ReadAsync(Path(id), OuraJson.Default.WebhookSubscription, cancellation);

    /// <summary>Creates one. Oura asks the callback to answer a challenge while this call waits. Never sent twice.</summary>
    /// <exception cref="OuraException"><see cref="OuraFailure.Invalid"/> when the challenge failed or the pair is subscribed already.</exception>
    public async Task<WebhookSubscription> CreateAsync(
        Uri callback, string verificationToken, OpenEnum<WebhookEventType> eventType, OpenEnum<WebhookDataType> dataType, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var subscription = new NewWebhookSubscription
        {
            CallbackUrl = callback,
            VerificationToken = verificationToken,
            EventType = eventType,
            DataType = dataType,
        };
        using HttpRequestMessage request = Request(HttpMethod.Post, Root, Json(subscription, OuraJson.Default.NewWebhookSubscription));
        return await ChangeAsync(request, OuraJson.Default.WebhookSubscription, cancellation);
    }

    /// <summary>Changes one. Oura asks the callback to answer a challenge while this call waits.</summary>
    /// <exception cref="OuraException"><see cref="OuraFailure.Forbidden"/> when there is no such subscription, <see cref="OuraFailure.Invalid"/> when the challenge failed.</exception>
    public async Task<WebhookSubscription> UpdateAsync(string id, WebhookSubscriptionChange change, CancellationToken cancellation)
    {
        using HttpRequestMessage request = Request(HttpMethod.Put, Path(id), Json(change, OuraJson.Default.WebhookSubscriptionChange));
        return await ChangeAsync(request, OuraJson.Default.WebhookSubscription, cancellation);
    }

    /// <summary>Makes one last about 90 days from now.</summary>
    /// <returns>The subscription with its new <see cref="WebhookSubscription.ExpirationTime"/>.</returns>
    /// <exception cref="OuraException"><see cref="OuraFailure.Forbidden"/> when there is no such subscription.</exception>
    public async Task<WebhookSubscription> RenewAsync(string id, CancellationToken cancellation)
    {
        using HttpRequestMessage request = Request(HttpMethod.Put, $"{Root}/renew/{Uri.EscapeDataString(id)}");
        return await ChangeAsync(request, OuraJson.Default.WebhookSubscription, cancellation);
    }

    /// <summary>Ends one.</summary>
    /// <exception cref="OuraException"><see cref="OuraFailure.Forbidden"/> when there is no such subscription.</exception>
    public async Task DeleteAsync(string id, CancellationToken cancellation)
    {
        using HttpRequestMessage request = Request(HttpMethod.Delete, Path(id));
        await OuraResponse.SendAsync(_http, request, cancellation);
    }

    private static string Path(string id) => $"{Root}/{Uri.EscapeDataString(id)}";

    private static ByteArrayContent Json<T>(T body, JsonTypeInfo<T> json)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, json));
        content.Headers.ContentType = new("application/json");
        return content;
    }

    private HttpRequestMessage Request(HttpMethod method, string path, HttpContent? body = null)
    {
        var request = new HttpRequestMessage(method, new Uri(_app.ApiUrl, path)) { Content = body };
        request.Headers.Add("x-client-id", _app.ClientId);
        request.Headers.Add("x-client-secret", _app.ClientSecret);
        return request;
    }

    private async Task<T> ReadAsync<T>(string path, JsonTypeInfo<T> json, CancellationToken cancellation)
        where T : OpenRecord
    {
        using JsonDocument answer = await _reader.ReadAsync(() => Request(HttpMethod.Get, path), null, cancellation);
        return Read(answer, json);
    }

    private async Task<T> ChangeAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> json, CancellationToken cancellation)
        where T : OpenRecord
    {
        using JsonDocument answer = await OuraResponse.SendForJsonAsync(_http, request, cancellation);
        return Read(answer, json);
    }

    private static T Read<T>(JsonDocument answer, JsonTypeInfo<T> json)
        where T : OpenRecord =>
        OpenJson.Record(answer.RootElement, json) ?? throw new OuraException(OuraFailure.Unavailable, "The answer about a subscription cannot be read.");
}
