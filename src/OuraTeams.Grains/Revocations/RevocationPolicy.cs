using OuraTeams.Oura.Http;

namespace OuraTeams.Grains.Revocations;

/// <summary>When a revocation is tried again, and when it ends.</summary>
internal static class RevocationPolicy
{
    /// <summary>Least pause before the next attempt.</summary>
    public static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(2);

    /// <summary>Greatest pause that is chosen here.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    /// <summary>Greatest pause of all, also where an answer of Oura asks for a longer one.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);

    /// <summary>When it is given up. Oura's access tokens live for a day; with an expired one a grant can't be revoked.</summary>
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(1);

    /// <summary>Each pause is longer by up to this part of it, so that the revocations of one outage don't come together.</summary>
    public const double Jitter = 0.5;

    /// <summary>Since when a revocation is under way. A stored moment in the future is not believed: a clock was wrong.</summary>
    public static DateTimeOffset Since(DateTimeOffset stored, DateTimeOffset now) => stored > now ? now : stored;

    /// <summary>What follows from an attempt that failed.</summary>
    /// <param name="failure">Oura's answer.</param>
    /// <param name="since">When the revocation began.</param>
    /// <param name="now">The time.</param>
    /// <param name="random">A random number from 0 to 1.</param>
    public static RevocationStep After(OuraException failure, DateTimeOffset since, DateTimeOffset now, double random)
    {
        switch (failure.Failure)
        {
            case OuraFailure.InvalidGrant:
                return new RevocationStep(RevocationOutcome.Revoked);
            case OuraFailure.Invalid:
                return new RevocationStep(RevocationOutcome.NotPossible);
        }

        // 401, 403 and 404 are tried again too: here they mean that a setting of the app is wrong, and an operator can correct it.
        TimeSpan age = now - since;
        if (age >= GiveUpAfter)
        {
            return new RevocationStep(RevocationOutcome.GivenUp);
        }

        // The pause is as long as the revocation has taken so far: pauses double without a stored counter.
        TimeSpan pause = TimeSpan.FromTicks(Math.Clamp(age.Ticks, ShortestPause.Ticks, LongestPause.Ticks));
        if (failure.RetryAfter is { } asked && asked > pause)
        {
            pause = asked < LongestRetryAfter ? asked : LongestRetryAfter;
        }

        // The bound holds for the whole pause, the random part included.
        TimeSpan spread = pause * (1 + (Jitter * Math.Clamp(random, 0, 1)));
        return new RevocationStep(null, spread < LongestRetryAfter ? spread : LongestRetryAfter);
    }
}

/// <summary>How a revocation ended.</summary>
internal enum RevocationOutcome
{
    /// <summary>The grant is ended at Oura, or was before.</summary>
    Revoked,

    /// <summary>Oura refuses the request itself, or names no address for it.</summary>
    NotPossible,

    /// <summary>The settings name no such app any more: nobody can revoke its grants.</summary>
    AppUnknown,

    /// <summary>Oura could not be reached for too long.</summary>
    GivenUp,
}

/// <summary>The next step of a revocation.</summary>
/// <param name="Outcome">How it ended; null when it goes on.</param>
/// <param name="Pause">Pause before the next attempt.</param>
internal readonly record struct RevocationStep(RevocationOutcome? Outcome, TimeSpan Pause = default);
