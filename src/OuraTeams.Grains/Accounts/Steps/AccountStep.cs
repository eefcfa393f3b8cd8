namespace OuraTeams.Grains.Accounts.Steps;

/// <summary>
/// One kind of work of a ring account. A step tells from the stored states alone whether there is something for it to do, so
/// that no step relies on the order in which others run. A failure puts only this step off.
/// </summary>
/// <param name="retry">How it is repeated after a failure.</param>
/// <param name="clock">The time.</param>
internal abstract class AccountStep(RetryPolicy retry, TimeProvider clock)
{
    private int _failures;
    private DateTimeOffset _notBefore;

    /// <summary>When it is to run; null while there is nothing for it to do. A moment of the past means at once.</summary>
    public DateTimeOffset? DueAt => Due is { } due ? Later(due, _notBefore) : null;

    /// <summary>Name of the step in log lines.</summary>
    public string Name => GetType().Name;

    /// <summary>At once.</summary>
    protected static DateTimeOffset AtOnce => DateTimeOffset.MinValue;

    /// <summary>The time.</summary>
    protected DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>When the states have something for it; null when they have nothing.</summary>
    protected abstract DateTimeOffset? Due { get; }

    /// <summary>Runs it once.</summary>
    public async Task RunAsync()
    {
        bool succeeded = false;
        try
        {
            succeeded = await DoAsync();
        }
        finally
        {
            if (succeeded)
            {
                _failures = 0;
            }
            else
            {
                _notBefore = Now + retry.Pause(_failures++, Random.Shared.NextDouble());
            }
        }
    }

    /// <summary>Does the work that is due.</summary>
    /// <returns>False when it failed in a way that was logged, so that it is put off.</returns>
    protected abstract Task<bool> DoAsync();

    /// <summary>The later of two moments.</summary>
    protected static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}

/// <summary>How a step is repeated after failures.</summary>
/// <param name="First">Pause after the first failure; it doubles with each.</param>
/// <param name="Longest">Longest pause.</param>
internal sealed record RetryPolicy(TimeSpan First, TimeSpan Longest)
{
    /// <summary>The pause after a number of failures in a row before this one; it differs by up to a fifth either way.</summary>
    /// <param name="before">Failures before.</param>
    /// <param name="chance">A random number of 0 to 1.</param>
    public TimeSpan Pause(int before, double chance)
    {
        double factor = Math.Pow(2, Math.Min(before, 20)) * (0.8 + (0.4 * chance));
        return TimeSpan.FromTicks((long)Math.Min(First.Ticks * factor, Longest.Ticks));
    }
}
