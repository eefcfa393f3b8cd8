using System.Globalization;
using System.Net.Http.Headers;

namespace OuraTeams.Oura.Http;

/// <summary>What Oura says about a limit that was hit, in headers that it sends since 1.34. What it didn't say is null.</summary>
/// <param name="Tier">Which limit (<c>X-RateLimit-Tier</c>): that of the token or that of the whole app. Oura documents no values.</param>
/// <param name="Limit">Requests in the window (<c>X-RateLimit-Limit</c>).</param>
/// <param name="Window">The window (<c>X-RateLimit-Window</c>).</param>
/// <param name="Reset">When it is open again (<c>X-RateLimit-Reset</c>).</param>
public sealed record OuraRateLimit(string? Tier, int? Limit, TimeSpan? Window, DateTimeOffset? Reset)
{
    /// <summary>The last second that a time can hold.</summary>
    private static readonly long End = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    internal static OuraRateLimit? From(HttpResponseHeaders headers)
    {
        string? tier = Text(headers, "X-RateLimit-Tier");
        long? limit = Number(headers, "X-RateLimit-Limit");
        long? window = Number(headers, "X-RateLimit-Window");
        long? reset = Number(headers, "X-RateLimit-Reset");
        return tier is null && limit is null && window is null && reset is null
            ? null
            : new OuraRateLimit(
                tier,
                limit <= int.MaxValue ? (int)limit : null,
                window <= int.MaxValue ? TimeSpan.FromSeconds(window.Value) : null,
                reset <= End ? DateTimeOffset.FromUnixTimeSeconds(reset.Value) : null);
    }

    private static long? Number(HttpResponseHeaders headers, string name) =>
        long.TryParse(Text(headers, name), NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null;

    private static string? Text(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out IEnumerable<string>? values) ? values.FirstOrDefault() : null;
}
