using System.Globalization;

namespace OuraTeams.Sandbox.Limits;

/// <summary>An answer of 429 with its five headers.</summary>
/// <param name="Tier">Which layer refused: <c>token</c> or <c>application</c>. The words are ours, Oura has published none.</param>
/// <param name="Limit">How many requests the window allows.</param>
/// <param name="Window">The length of the window.</param>
/// <param name="Now">When it was refused.</param>
/// <param name="Reset">When the next request is let through.</param>
internal sealed record RateRefusal(string Tier, int Limit, TimeSpan Window, DateTimeOffset Now, DateTimeOffset Reset)
{
    /// <summary>Answers the request.</summary>
    public Task AnswerAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.RetryAfter = Text(Math.Max(1, Math.Ceiling((Reset - Now).TotalSeconds)));
        headers["X-RateLimit-Limit"] = Text(Limit);
        headers["X-RateLimit-Window"] = Text(Math.Ceiling(Window.TotalSeconds));
        headers["X-RateLimit-Reset"] = Text(Math.Ceiling((Reset - DateTimeOffset.UnixEpoch).TotalSeconds));
        headers["X-RateLimit-Tier"] = Tier;
        return Answer.DetailAsync(context, StatusCodes.Status429TooManyRequests, "Request rate limit exceeded.");
    }

    private static string Text(double number) => number.ToString("0", CultureInfo.InvariantCulture);
}
