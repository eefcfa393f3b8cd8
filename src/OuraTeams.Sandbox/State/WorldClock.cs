namespace OuraTeams.Sandbox.State;

/// <summary>The time in the world: from its beginning on it runs so many times faster than the clock.</summary>
internal sealed class WorldClock(TimeProvider clock, DateTimeOffset began, double speed)
{
    /// <summary>Now.</summary>
    public DateTimeOffset Now => began + ((clock.GetUtcNow() - began) * speed);

    /// <summary>The UTC date of now.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);
}
