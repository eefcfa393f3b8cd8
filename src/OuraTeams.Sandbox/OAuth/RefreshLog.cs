namespace OuraTeams.Sandbox.OAuth;

/// <summary>Counts the refreshes of tokens. Thread safe.</summary>
public sealed class RefreshLog
{
    private long _total;
    private long _usedTwice;

    internal RefreshLog()
    {
    }

    /// <summary>Refreshes that gave a new pair.</summary>
    public long Total => Interlocked.Read(ref _total);

    /// <summary>Refreshes that were refused because their token was used before; outside a race window each ended its grant.</summary>
    public long UsedTwice => Interlocked.Read(ref _usedTwice);

    internal void Add() => Interlocked.Increment(ref _total);

    internal void AddUsedTwice() => Interlocked.Increment(ref _usedTwice);
}
