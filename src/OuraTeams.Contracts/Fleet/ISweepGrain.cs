namespace OuraTeams.Contracts;

/// <summary>
/// Walks a share of all ring accounts on a schedule and wakes them, so that what a crash left unfinished goes on without
/// a reminder for each account. Key: its number, 0 to <see cref="Count"/> - 1.
/// </summary>
[Alias("ourateams.ISweepGrain")]
public interface ISweepGrain : IGrainWithIntegerKey
{
    /// <summary>How many there are. Fixed for ever: it decides which sweep an account belongs to.</summary>
    const int Count = 256;

    /// <summary>Adds an account; adding it again does no harm.</summary>
    [Alias("Add")]
    Task AddAsync(AccountKey account);

    /// <summary>Wakes every account of this share, and sees to the reminder that does so from now on.</summary>
    /// <returns>How many were woken.</returns>
    [Alias("Run")]
    Task<int> RunAsync();
}
