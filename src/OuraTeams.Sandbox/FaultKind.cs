namespace OuraTeams.Sandbox;

/// <summary>What can be made to go wrong.</summary>
public enum FaultKind
{
    /// <summary>The answer waits for <see cref="Fault.Delay"/>, then is as always.</summary>
    Latency,

    /// <summary>The answer is <see cref="Fault.Status"/> with a body that isn't JSON.</summary>
    ServerError,

    /// <summary>The answer never comes.</summary>
    Timeout,

    /// <summary>The answer is 429 with its headers: the layer is <see cref="Fault.Tier"/>, the reset in <see cref="Fault.Delay"/>.</summary>
    RateLimit,

    /// <summary>The answer has half of its body, then the connection breaks.</summary>
    TruncatedBody,

    /// <summary>The answer is JSON in another form than the documented one: <see cref="Fault.Rewrite"/> makes it.</summary>
    RewrittenBody,

    /// <summary>A single document is 404 when it is asked for the first time, as happens right after its event.</summary>
    NotFoundAtFirst,

    /// <summary>An event is not delivered.</summary>
    LostWebhook,

    /// <summary>An event is delivered twice.</summary>
    DoubledWebhook,

    /// <summary>An event is delivered later by <see cref="Fault.Delay"/>, so that others overtake it.</summary>
    LateWebhook,
}
