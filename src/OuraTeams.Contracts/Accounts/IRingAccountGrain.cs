using Orleans.Concurrency;

namespace OuraTeams.Contracts;

/// <summary>
/// One ring of one member in one organization; key <see cref="AccountKey"/>. The only place that holds the member's
/// credential, asks Oura for their data and keeps their metrics.
/// </summary>
[Alias("ourateams.IRingAccountGrain")]
public interface IRingAccountGrain : IGrainWithStringKey
{
    /// <summary>Takes a member's consent: stores the credential, joins the member's teams, begins to read the history.</summary>
    [Alias("Connect")]
    Task<ConnectOutcome> ConnectAsync(ConnectRequest request);

    /// <summary>Stores that documents are dirty and returns; they are fetched later. Repeats do no harm.</summary>
    /// <returns>False when nobody has connected this account: nothing was stored.</returns>
    [Alias("Mark")]
    Task<bool> MarkAsync(RingEvent change);

    /// <summary>Goes on with whatever is unfinished or due: fetches, a refresh, comparing with Oura, a connection half made.</summary>
    /// <returns>When to call again at the latest; null when the account needs no calls any more.</returns>
    [AlwaysInterleave]
    [Alias("CatchUp")]
    Task<DateTimeOffset?> CatchUpAsync();

    /// <summary>Ends the connection: takes the member's days out of their teams, revokes at Oura, forgets token and data.</summary>
    /// <returns>False when nobody has connected this account.</returns>
    [Alias("Disconnect")]
    Task<bool> DisconnectAsync();

    /// <summary>All stored days, for a partition that builds itself.</summary>
    [AlwaysInterleave]
    [Alias("GetSnapshot")]
    Task<AccountSnapshot> GetSnapshotAsync();

    /// <summary>How the account stands.</summary>
    [AlwaysInterleave]
    [Alias("GetStatus")]
    Task<AccountStatus> GetStatusAsync();

    /// <summary>
    /// The figures of the newest hours of a time series (<c>heartrate</c>, <c>interbeat_interval</c>), ascending; none for
    /// one that the account doesn't read. They are one member's: whoever shows them must have that member's consent.
    /// </summary>
    [AlwaysInterleave]
    [Alias("GetHours")]
    Task<IReadOnlyList<HourRow>> GetHoursAsync(string series);

    /// <summary>
    /// Compares what is in memory with what is stored. They differ when the account was in memory twice: on a silo that the
    /// others had declared dead, too. Then this activation ends, and the next one reads.
    /// </summary>
    /// <returns>Whether they were the same.</returns>
    [Alias("Verify")]
    Task<bool> VerifyAsync();
}
