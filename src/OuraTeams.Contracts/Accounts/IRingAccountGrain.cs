using Orleans.Concurrency;
using OuraTeams.Contracts.Keys;

namespace OuraTeams.Contracts.Accounts;

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

    /// <summary>
    /// The member joined or left a team: the account registers again, and sends its days to all the partitions that it has
    /// then. Returns once this is stored.
    /// </summary>
    [AlwaysInterleave]
    [Alias("TeamsChanged")]
    Task TeamsChangedAsync();

    /// <summary>All stored days, for a partition that builds its columns.</summary>
    /// <param name="incarnation">The incarnation that the partition knows. An account that holds an earlier one reads its stored state anew.</param>
    /// <exception cref="InvalidOperationException">The account held an earlier incarnation and ends this activation; ask again.</exception>
    [AlwaysInterleave]
    [Alias("GetSnapshot")]
    Task<AccountSnapshot> GetSnapshotAsync(long incarnation);

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

/// <summary>A member's consent, brought back from Oura.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.connect-request")]
public sealed record ConnectRequest
{
    /// <summary>Who connects.</summary>
    [Id(0)]
    public required MemberKey Member { get; init; }

    /// <summary>The Oura app (a name from our settings) that the consent was given to.</summary>
    [Id(1)]
    public required string App { get; init; }

    /// <summary>What Oura issued.</summary>
    [Id(2)]
    public required IssuedCredential Credential { get; init; }

    /// <summary>Whether it is a Personal Access Token: no refresh token, no known end, every scope.</summary>
    [Id(3)]
    public bool IsPersonalToken { get; init; }

    /// <summary>Requests that were made with the credential already, to find out whose it is.</summary>
    [Id(4)]
    public int Requests { get; init; } = 1;
}

/// <summary>What became of a <see cref="ConnectRequest"/>.</summary>
public enum ConnectOutcome
{
    /// <summary>The ring is connected.</summary>
    Connected,

    /// <summary>Another member of the organization has connected this ring. Nothing was changed.</summary>
    RingTaken,

    /// <summary>The member has another ring connected. Nothing was changed.</summary>
    MemberHasOtherRing,
}

/// <summary>A webhook event on its way from intake to the ring accounts. Says what changed; carries no data.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.ring-event")]
public sealed record RingEvent
{
    /// <summary>Kind of the document, as webhooks name it.</summary>
    [Id(0)]
    public required string DataType { get; init; }

    /// <summary>Id of the document.</summary>
    [Id(1)]
    public required string ObjectId { get; init; }

    /// <summary>Whether the event says that the document is gone.</summary>
    [Id(2)]
    public required bool IsDelete { get; init; }

    /// <summary>When Oura says it happened.</summary>
    [Id(3)]
    public required DateTimeOffset EventTime { get; init; }

    /// <summary>When intake took it.</summary>
    [Id(4)]
    public required DateTimeOffset ReceivedAt { get; init; }
}

/// <summary>Every day that an account has had data for.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.account-snapshot")]
public sealed record AccountSnapshot
{
    /// <summary>Whose it is; null while nobody has connected.</summary>
    [Id(0)]
    public required MemberKey? Member { get; init; }

    /// <summary>The days, in no order.</summary>
    [Id(1)]
    public required IReadOnlyList<DayRow> Days { get; init; }

    /// <summary>The account's incarnation. What is older than the partition's changes nothing there.</summary>
    [Id(2)]
    public required long Incarnation { get; init; }
}

/// <summary>A member's metrics of one day.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.day-row")]
public sealed record DayRow
{
    /// <summary>The day, local to the member.</summary>
    [Id(0)]
    public required DateOnly Day { get; init; }

    /// <summary>Counted by the account; a higher one replaces a lower one.</summary>
    [Id(1)]
    public required long Version { get; init; }

    /// <summary>
    /// One entry for each metric, at the index of its number, in steps of its resolution; <c>MetricValue.Missing</c>
    /// where there is none. May be shorter or longer than the reader's catalogue. Empty when the day has no data (any more).
    /// </summary>
    [Id(2)]
    public required int[] Units { get; init; }
}

/// <summary>A member's figures of one hour of a time series.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.hour-row")]
public sealed record HourRow
{
    /// <summary>When the hour begins, UTC.</summary>
    [Id(0)]
    public required DateTimeOffset From { get; init; }

    /// <summary>Rows that count.</summary>
    [Id(1)]
    public required int Count { get; init; }

    /// <summary>Least value: beats a minute, milliseconds or percent.</summary>
    [Id(2)]
    public required int Minimum { get; init; }

    /// <summary>Arithmetic mean.</summary>
    [Id(3)]
    public required double Mean { get; init; }

    /// <summary>Greatest value.</summary>
    [Id(4)]
    public required int Maximum { get; init; }

    /// <summary>Of interbeat intervals: root mean square of successive differences, ms; else null.</summary>
    [Id(5)]
    public double? Rmssd { get; init; }

    /// <summary>Of interbeat intervals: standard deviation, ms; else null.</summary>
    [Id(6)]
    public double? Sdnn { get; init; }
}
