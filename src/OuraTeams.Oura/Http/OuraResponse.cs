using System.Text.Json;

namespace OuraTeams.Oura.Http;

/// <summary>Turns answers of Oura into JSON or into an <see cref="OuraException"/>.</summary>
internal static class OuraResponse
{
    /// <summary>Sends the request and reads the body as JSON.</summary>
    /// <exception cref="OuraException">Any answer but a 2xx with JSON, or none at all.</exception>
    public static Task<JsonDocument> SendForJsonAsync(HttpClient http, HttpRequestMessage request, CancellationToken cancellation) =>
        SendForJsonAsync(http, request, CancellationToken.None, cancellation);

    /// <summary>Sends the request and reads the body as JSON, within a limit of time.</summary>
    /// <param name="http">With what.</param>
    /// <param name="request">What.</param>
    /// <param name="limit">Cancelled when no more time is left; that is a failure of Oura.</param>
    /// <param name="cancellation">Cancelled by the caller; that is no failure.</param>
    /// <exception cref="OuraException">Any answer but a 2xx with JSON, or none at all.</exception>
    public static async Task<JsonDocument> SendForJsonAsync(
        HttpClient http, HttpRequestMessage request, CancellationToken limit, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit, cancellation);
        return await SendAsync(
            http,
            request,
            async response =>
            {
                await using Stream body = await response.Content.ReadAsStreamAsync(either.Token);
                return await JsonDocument.ParseAsync(body, cancellationToken: either.Token);
            },
            either.Token,
            cancellation);
    }

    /// <summary>Sends a request whose answer has no body that matters.</summary>
    /// <exception cref="OuraException">Any answer but a 2xx, or none at all.</exception>
    public static Task SendAsync(HttpClient http, HttpRequestMessage request, CancellationToken cancellation) =>
        SendAsync(http, request, _ => Task.FromResult(true), cancellation, cancellation);

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
        catch (JsonException error)
        {
            throw new OuraException(OuraFailure.Unavailable, error.Path is null ? problem : $"{problem} At {error.Path}.", error);
        }
        catch (InvalidOperationException error)
        {
            // Text that is not Unicode shows only when it is read.
            throw new OuraException(OuraFailure.Unavailable, problem, error);
        }
    }

    private static async Task<T> SendAsync<T>(
        HttpClient http, HttpRequestMessage request, Func<HttpResponseMessage, Task<T>> read, CancellationToken end, CancellationToken cancellation)
    {
        string what = $"{request.Method} {request.RequestUri?.AbsolutePath}";
        try
        {
            // The body is read here too: the timeout of the client bounds nothing that is read later.
            using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, end);
            return response.IsSuccessStatusCode ? await read(response) : throw await OuraError.ReadAsync(what, response, end);
        }
        catch (JsonException error)
        {
            throw new OuraException(OuraFailure.Unavailable, $"{what}: the answer is not JSON.", error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or InvalidDataException)
        {
            throw new OuraException(OuraFailure.Unavailable, $"{what}: Oura could not be reached.", error)
            {
                MayPass = error is HttpRequestException { HttpRequestError: not HttpRequestError.ConfigurationLimitExceeded },
            };
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new OuraException(OuraFailure.Unavailable, $"{what}: no answer in time.", error);
        }
    }
}
