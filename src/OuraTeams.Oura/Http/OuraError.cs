using System.Net;
using System.Text.Json;
using OuraTeams.Oura.Json;

namespace OuraTeams.Oura.Http;

/// <summary>
/// Reads what an answer that is no success means. Bodies come empty, as HTML, as <c>detail</c> text or list, or with
/// OAuth's <c>error</c> (API.md 1.5, 2.5).
/// </summary>
internal static class OuraError
{
    private const int DetailLength = 200;

    /// <summary>The failure that an answer stands for.</summary>
    /// <param name="what">The request, for the message.</param>
    /// <param name="response">The answer.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async Task<OuraException> ReadAsync(string what, HttpResponseMessage response, CancellationToken cancellation)
    {
        await using Stream body = await response.Content.ReadAsStreamAsync(cancellation);
        (string? detail, string? code, IReadOnlyList<ValidationProblem> problems) = Describe(body);
        OuraFailure failure = response.StatusCode switch
        {
            _ when code == "invalid_grant" => OuraFailure.InvalidGrant,
            HttpStatusCode.Unauthorized when detail?.Contains("scope", StringComparison.OrdinalIgnoreCase) == true => OuraFailure.ScopeMissing,
            HttpStatusCode.Unauthorized => OuraFailure.Unauthorized,
            HttpStatusCode.Forbidden => OuraFailure.Forbidden,
            HttpStatusCode.NotFound => OuraFailure.NotFound,
            HttpStatusCode.UpgradeRequired => OuraFailure.AppTooOld,
            HttpStatusCode.TooManyRequests => OuraFailure.RateLimited,
            HttpStatusCode.RequestTimeout => OuraFailure.Unavailable,
            >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError => OuraFailure.Invalid,
            _ => OuraFailure.Unavailable,
        };
        detail = detail?.Length > DetailLength ? detail[..DetailLength] : detail;
        return new OuraException(failure, $"{what}: {(int)response.StatusCode}{(detail is null ? "" : $", {detail}")}")
        {
            Status = response.StatusCode,
            Problems = problems,
            RetryAfter = RetryAfter(response),
            RateLimit = OuraRateLimit.From(response.Headers),
            MayPass = response is { StatusCode: >= HttpStatusCode.InternalServerError, Headers.RetryAfter: null },
        };
    }

    private static (string? Detail, string? Code, IReadOnlyList<ValidationProblem> Problems) Describe(Stream body)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                return (null, null, []);
            }

            string? code = Text(json.RootElement, "error");
            IReadOnlyList<ValidationProblem> problems = Problems(json.RootElement);
            string? detail = problems.Count > 0
                ? string.Join(", ", problems.Select(problem => $"{problem.Path}: {problem.Message}"))
                : Text(json.RootElement, "detail") ?? Text(json.RootElement, "error_description") ?? code;
            return (detail, code, problems);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Not JSON, or not Unicode: only the status is reported.
            return (null, null, []);
        }
    }

    private static IReadOnlyList<ValidationProblem> Problems(JsonElement json)
    {
        if (!json.TryGetProperty("detail", out JsonElement detail) || detail.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        try
        {
            return json.Deserialize(OuraJson.Default.ValidationAnswer)?.Detail ?? [];
        }
        catch (JsonException)
        {
            // A list of another form: its text is reported as it is.
            return [];
        }
    }

    private static string? Text(JsonElement json, string name) =>
        !json.TryGetProperty(name, out JsonElement value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : value.ValueKind is JsonValueKind.Array or JsonValueKind.Object ? value.GetRawText()
        : null;

    private static TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        if (response.Headers.RetryAfter is not { } after
            || response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable))
        {
            return null;
        }

        // HTTP allows a date instead of seconds (RFC 9110, 10.2.3); the server's own clock then says how far off it is.
        TimeSpan? wait = after.Delta ?? (after.Date - response.Headers.Date);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
