namespace OuraTeams.Sandbox.Limits;

/// <summary>
/// The two layers of the limit: each access token, and the whole app. Both windows slide, request by request. A request
/// that is refused counts in neither (ours: Oura doesn't say). Thread safe.
/// </summary>
internal sealed class RateLimits(SandboxOptions options, TimeProvider clock, RequestLog log)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<DateTimeOffset>> _tokens = new(StringComparer.Ordinal);
    private readonly Queue<DateTimeOffset> _app = new();

    /// <summary>Counts a request.</summary>
    /// <returns>Null when it may go on, else the refusal.</returns>
    public RateRefusal? Take(string token, string memberId)
    {
        RateRefusal? refusal;
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            if (!_tokens.TryGetValue(token, out var own))
            {
                _tokens[token] = own = new();
            }

            refusal = Refusal("token", options.RequestsPerToken, own, now) ?? Refusal("application", options.RequestsPerApp, _app, now);
            if (refusal is null)
            {
                Count(options.RequestsPerToken, own, now);
                Count(options.RequestsPerApp, _app, now);
            }
        }

        log.Add(token, memberId, refused: refusal is not null);
        return refusal;
    }

    private static void Count(int limit, Queue<DateTimeOffset> window, DateTimeOffset now)
    {
        if (limit > 0)
        {
            window.Enqueue(now);
        }
    }

    private RateRefusal? Refusal(string tier, int limit, Queue<DateTimeOffset> window, DateTimeOffset now)
    {
        while (window.TryPeek(out var oldest) && now - oldest >= options.RateWindow)
        {
            window.Dequeue();
        }

        return limit > 0 && window.Count >= limit
            ? new(tier, limit, options.RateWindow, now, window.Peek() + options.RateWindow)
            : null;
    }
}
