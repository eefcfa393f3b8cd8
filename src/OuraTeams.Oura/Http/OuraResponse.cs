using System.Net;
using System.Text.Json;

namespace OuraTeams.Oura;

/// <summary>Turns answers of Oura into JSON or into an <see cref="OuraException"/>.</summary>
internal static class OuraResponse
{
    private const int DetailLength = 200;

    /// <summary>Sends the request and reads the body as JSON.</summary>
    /// <exception cref="OuraException">Any answer but a 2xx with JSON, or none at all.</exception>
    public static async Task<JsonDocument?> SendAsync(HttpClient http, HttpRequestMessage request, CancellationToken cancellation)
    {
        string what = $"{request.Method} {request.RequestUri?.AbsolutePath}";
        try
        {
            // The body is read here too: the timeout of the client bounds nothing that is read later.
            using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellation);
            if (response.StatusCode == HttpStatusCode.NoContent)
            {
                return null;
            }

            await using Stream body = await response.Content.ReadAsStreamAsync(cancellation);
            return response.IsSuccessStatusCode
                ? await JsonDocument.ParseAsync(body, cancellationToken: cancellation)
                : throw Failure(what, response, body);
        }
        catch (JsonException error)
        {
            throw new OuraException(OuraFailure.Unavailable, $"{what}: the answer is not JSON.", error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or InvalidDataException)
        {
            throw new OuraException(OuraFailure.Unavailable, $"{what}: Oura could not be reached.", error);
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new OuraException(OuraFailure.Unavailable, $"{what}: no answer in time.", error);
        }
    }

    /// <summary>Reads members out of an answer.</summary>
    /// <param name="read">Reads them; null when one is missing.</param>
    /// <param name="problem">One sentence for that case.</param>
    /// <exception cref="OuraException">A member is missing, of the wrong type, or text that is not Unicode.</exception>
    public static T Read<T>(Func<T?> read, string problem)
        where T : class
    {
        try
        {
            return read() ?? throw new OuraException(OuraFailure.Unavailable, problem);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Text that is not Unicode shows only when it is read, as an InvalidOperationException.
            throw new OuraException(OuraFailure.Unavailable, problem, error);
        }
    }

    private static OuraException Failure(string what, HttpResponseMessage response, Stream body)
    {
        (string? detail, string? code) = Describe(body);
        OuraFailure failure = response.StatusCode switch
        {
            _ when code == "invalid_grant" => OuraFailure.InvalidGrant,
            HttpStatusCode.Unauthorized when detail?.Contains("scope", StringComparison.OrdinalIgnoreCase) == true => OuraFailure.ScopeMissing,
            HttpStatusCode.Unauthorized => OuraFailure.Unauthorized,
            HttpStatusCode.Forbidden => OuraFailure.Forbidden,
            HttpStatusCode.NotFound => OuraFailure.NotFound,
            HttpStatusCode.TooManyRequests => OuraFailure.RateLimited,
            HttpStatusCode.RequestTimeout => OuraFailure.Unavailable,
            >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError => OuraFailure.Invalid,
            _ => OuraFailure.Unavailable,
        };
        return new OuraException(failure, $"{what}: {(int)response.StatusCode}{(detail is null ? "" : $", {detail}")}")
        {
            Status = response.StatusCode,
            RetryAfter = RetryAfter(response),
            RateLimitTier = response.Headers.TryGetValues("X-RateLimit-Tier", out IEnumerable<string>? tier) ? tier.FirstOrDefault() : null,
        };
    }

    /// <summary>Error bodies come empty, as <c>detail</c> text or array, or as OAuth's <c>error</c>.</summary>
    private static (string? Detail, string? Code) Describe(Stream body)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                return (null, null);
            }

            string? code = Text(json.RootElement, "error");
            string? detail = Text(json.RootElement, "detail") ?? Text(json.RootElement, "error_description") ?? code;
            return (detail?.Length > DetailLength ? detail[..DetailLength] : detail, code);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Not JSON, or not Unicode: the status alone has to say it.
            return (null, null);
        }
    }

    private static string? Text(JsonElement json, string name) =>
        !json.TryGetProperty(name, out JsonElement value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : value.ValueKind is JsonValueKind.Array or JsonValueKind.Object ? value.GetRawText()
        : null;

    private static TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.TooManyRequests || response.Headers.RetryAfter is not { } after)
        {
            return null;
        }

        // HTTP allows a date instead of seconds (RFC 9110, 10.2.3); the server's own clock then says how far off it is.
        TimeSpan? wait = after.Delta ?? (after.Date - response.Headers.Date);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
