using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace OuraTeams.Sandbox.Webhooks;

/// <summary>Calls the app's callback address: the challenge of a subscription, and signed events.</summary>
internal sealed class Receiver(SandboxOptions options, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private const int EventsAtOnce = 16;
    private readonly SemaphoreSlim _sending = new(EventsAtOnce);
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Asks the callback to repeat a random challenge.</summary>
    /// <returns>Null when it did; else a sentence about what it did.</returns>
    public async Task<string?> ChallengeAsync(string callbackUrl, string verificationToken, CancellationToken cancellation)
    {
        var challenge = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));
        var address = QueryHelpers.AddQueryString(callbackUrl, new Dictionary<string, string?>
        {
            ["verification_token"] = verificationToken,
            ["challenge"] = challenge,
        });
        using var timeout = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            using var response = await _http.GetAsync(address, either.Token);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return $"The callback answered the challenge with status {(int)response.StatusCode}.";
            }

            return Repeats(body, challenge) ? null : "The callback did not repeat the challenge.";
        }
        catch (HttpRequestException failure)
        {
            return $"The callback could not be reached: {failure.HttpRequestError}.";
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return "The callback did not answer the challenge in 10 seconds.";
        }
    }

    /// <summary>Sends one event once; 16 go out at the same time, others wait here.</summary>
    /// <returns>The status that came back, or null when none did in 10 seconds.</returns>
    public async Task<HttpStatusCode?> SendAsync(string callbackUrl, byte[] body, string timestamp, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, callbackUrl) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("x-oura-timestamp", timestamp);
        request.Headers.Add("x-oura-signature", Signature(options.ClientSecret, timestamp, body));
        await _sending.WaitAsync(cancellation);
        using var timeout = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _http.Dispose();
        _sending.Dispose();
    }

    /// <summary>Upper-case hex of HMAC-SHA256 over the timestamp's text and the raw body (API.md 4.4).</summary>
    private static string Signature(string secret, string timestamp, byte[] body) =>
        Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.UTF8.GetBytes(timestamp), .. body]));

    private static bool Repeats(byte[] body, string challenge)
    {
        try
        {
            return JsonNode.Parse(body) is JsonObject json && json["challenge"] is JsonValue value
                && value.TryGetValue(out string? text) && text == challenge;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
