using System.Net;

namespace OuraTeams.Oura.Http;

/// <summary>A call to Oura failed in a way that the caller can act on.</summary>
/// <param name="failure">What happened.</param>
/// <param name="message">One sentence, without tokens or personal data.</param>
/// <param name="inner">The transport's own exception, where there is one.</param>
public sealed class OuraException(OuraFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What happened.</summary>
    public OuraFailure Failure { get; } = failure;

    /// <summary>The HTTP status, where there was an answer.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>How long Oura asks to wait, when a 429 or a 503 said so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Which limit was hit, where Oura said so.</summary>
    public OuraRateLimit? RateLimit { get; init; }

    /// <summary>What Oura found wrong with the request (422). Empty when it gave no list.</summary>
    public IReadOnlyList<ValidationProblem> Problems { get; init; } = [];

    /// <summary>
    /// True when the same request may well succeed a moment later: no connection, a connection that broke, or a 5xx that does
    /// not say when to come back. Who is told when to come back waits that long, and not in a call that holds a connection.
    /// </summary>
    internal bool MayPass { get; init; }

    /// <summary>Which limit was hit (<c>X-RateLimit-Tier</c>), where Oura said so.</summary>
    public string? RateLimitTier => RateLimit?.Tier;
}
