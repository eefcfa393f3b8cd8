using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace OuraTeams.Oura;

/// <summary>Reads a member's documents from Oura Cloud API v2. Holds no token: each call is given one.</summary>
/// <param name="http">Client whose timeout bounds each request.</param>
/// <param name="api">Root of the API, e.g. <c>https://api.ouraring.com</c>.</param>
public sealed class OuraClient(HttpClient http, Uri api)
{
    /// <summary>The most pages that one list may have; past it the answer is taken as broken.</summary>
    public const int MaxPages = 10_000;

    /// <summary>Reads who the token belongs to.</summary>
    /// <exception cref="OuraException">Oura gave no usable answer.</exception>
    public async Task<PersonalInfo> GetPersonalInfoAsync(string accessToken, CancellationToken cancellation)
    {
        using JsonDocument json = await GetJsonAsync("/v2/usercollection/personal_info", accessToken, cancellation);
        return OuraResponse.Read(
            () => json.RootElement.Deserialize<PersonalInfo>() is { Id.Length: > 0 } info ? info : null,
            "personal_info has no id.");
    }

    /// <summary>Reads one document.</summary>
    /// <exception cref="OuraException">Among others <see cref="OuraFailure.NotFound"/>: the document doesn't exist (any more, or yet).</exception>
    public async Task<OuraDocument> GetAsync(DocumentKind kind, string id, string accessToken, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(kind);
        using JsonDocument json = await GetJsonAsync($"/v2/usercollection/{kind.Name}/{Uri.EscapeDataString(id)}", accessToken, cancellation);
        return Document(kind, json.RootElement);
    }

    /// <summary>
    /// Reads all documents whose <c>day</c> lies in a range. Oura compares instants, by rules that differ by collection,
    /// so a day more is asked for on each side and the rest is left out here.
    /// </summary>
    /// <param name="kind">What to read.</param>
    /// <param name="first">First day wanted.</param>
    /// <param name="last">Last day wanted.</param>
    /// <param name="accessToken">Token of the member.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="OuraException">Oura gave no usable answer, or its pages go in a circle.</exception>
    public async IAsyncEnumerable<OuraDocument> ListAsync(
        DocumentKind kind,
        DateOnly first,
        DateOnly last,
        string accessToken,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(kind);
        string query = $"/v2/usercollection/{kind.Name}?start_date={Day(first.AddDays(-1))}&end_date={Day(last.AddDays(1))}";
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? next = null;
        do
        {
            string page = next is null ? query : $"{query}&next_token={Uri.EscapeDataString(next)}";
            using JsonDocument json = await GetJsonAsync(page, accessToken, cancellation);
            DocumentPage found = OuraResponse.Read(() => DocumentPage.From(json.RootElement), $"A list of {kind.Name} has no data.");
            foreach (JsonElement item in found.Data.EnumerateArray())
            {
                OuraDocument document = Document(kind, item);
                if (document.Day >= first && document.Day <= last)
                {
                    yield return document;
                }
            }

            next = found.Next;
            if (next is not null && (!seen.Add(next) || seen.Count > MaxPages))
            {
                throw Broken($"The pages of {kind.Name} never end.");
            }
        }
        while (!string.IsNullOrEmpty(next));
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static OuraDocument Document(DocumentKind kind, JsonElement json) => OuraResponse.Read(
        () => json.ValueKind == JsonValueKind.Object
            && json.TryGetProperty("id", out JsonElement id) && id.ValueKind == JsonValueKind.String && id.GetString() is { Length: > 0 } name
            && json.TryGetProperty("day", out JsonElement day) && day.ValueKind == JsonValueKind.String
            && DateOnly.TryParseExact(day.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
                ? new OuraDocument(kind, name, date, json.Clone())
                : null,
        $"A document of {kind.Name} has no id or no day.");

    private static OuraException Broken(string problem) => new(OuraFailure.Unavailable, problem);

    private async Task<JsonDocument> GetJsonAsync(string path, string accessToken, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(api, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        return await OuraResponse.SendAsync(http, request, cancellation) ?? throw Broken($"GET {request.RequestUri!.AbsolutePath}: empty answer.");
    }

    /// <summary>One page of a list.</summary>
    private sealed record DocumentPage(JsonElement Data, string? Next)
    {
        public static DocumentPage? From(JsonElement json)
        {
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("data", out JsonElement data) || data.ValueKind != JsonValueKind.Array)
            {
                return null;
            }

            string? next = json.TryGetProperty("next_token", out JsonElement token) && token.ValueKind == JsonValueKind.String ? token.GetString() : null;
            return new DocumentPage(data, next);
        }
    }
}
