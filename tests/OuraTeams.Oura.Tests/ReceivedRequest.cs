using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace OuraTeams.Oura.Tests;

/// <summary>What the scripted server was asked.</summary>
internal sealed record ReceivedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The body as a form.</summary>
    public IReadOnlyDictionary<string, string> Form => Flat(QueryHelpers.ParseQuery(Body));

    public static async Task<ReceivedRequest> ReadAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        string body = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        return new ReceivedRequest(request.Method, request.Path, Flat(request.Query), Flat(request.Headers), body);
    }

    private static Dictionary<string, string> Flat(IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> pairs) =>
        pairs.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.OrdinalIgnoreCase);
}
