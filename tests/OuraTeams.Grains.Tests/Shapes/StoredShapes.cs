using OuraTeams.Contracts;

namespace OuraTeams.Grains.Tests;

/// <summary>
/// One filled example of each stored state. What the example of a release says is fixed: a field that came later is filled
/// in that release's example only, so that what earlier ones wrote can still be compared.
/// </summary>
internal static class StoredShapes
{
    private static readonly DateTimeOffset Time = new(2026, 3, 10, 7, 30, 15, TimeSpan.FromHours(2));
    private static readonly DateOnly Day = new(2026, 3, 10);
    private static readonly AccountKey Account = new("club", "oura-user-1");
    private static readonly MemberKey Member = new("club", "member-1");
    private static readonly TeamKey Team = new("club", "squad");

    /// <summary>The releases, the newest last: its name is that of its folder.</summary>
    public static IReadOnlyList<(string Name, IReadOnlyList<StoredShape> States)> Releases { get; } = [("first", First()), ("second", Second())];

    private static IReadOnlyList<StoredShape> First() =>
    [
        new StoredShape<CredentialState>("credential", new CredentialState
        {
            Member = Member,
            App = "main",
            Status = ConnectionStatus.NeedsReconnect,
            Reason = ReconnectReason.Revoked,
            ConnectedAt = Time,
            Credential = new IssuedCredential { AccessToken = "access", RefreshToken = "refresh", ExpiresAt = Time.AddDays(1), Scopes = ["daily", "heartrate"] },
            Generation = 7,
            Lease = new RefreshLease { Attempt = new Guid("0198f0a0-0000-7000-8000-000000000001"), Until = Time.AddMinutes(2) },
            Partitions = [new PartitionKey("club", "squad", 3)],
            Registered = true,
            StatusChange = 639_000_000_000_000_000,
            AnnouncedChange = 12,
            IsPersonalToken = true,
            RevokeAttempts = 2,
        }),
        new StoredShape<InboxState>("inbox", new InboxState
        {
            Marks =
            [
                new InboxMark
                {
                    DataType = "daily_sleep", DocumentId = "document-1", Sequence = 4, Since = Time, NotBefore = Time.AddSeconds(2),
                    Attempts = 1, IsDelete = true, Alone = true, Priority = RequestPriority.Live,
                },
                new InboxMark
                {
                    DataType = "sleep", First = Day.AddDays(-30), Last = Day, Sequence = 5, Since = Time, NotBefore = Time,
                    Priority = RequestPriority.Backfill, IsReconcile = true,
                },
            ],
            Sequence = 5,
            LastSyncedAt = Time,
            ReconciledAt = Time.AddHours(-1),
            LastEventAt = Time.AddMinutes(-1),
            LongestSilence = TimeSpan.FromHours(9),
            HistoryAsked = 44,
        }),
        new StoredShape<CacheState>("cache", new CacheState
        {
            Documents =
            [
                Document("daily_sleep", "document-1", Day, (0, 81), (1, 77)),
                Document("daily_readiness", "document-2", Day, (8, 72), (18, -35)),
            ],
            DayVersions = new Dictionary<DateOnly, long> { [Day] = 9, [Day.AddDays(-1)] = 8 },
            Version = 9,
            ReadOrder = 6,
            Unsent = [Day],
        }),
        new StoredShape<BudgetState>("budget", new BudgetState { Spent = [new BudgetBucket(1_773_120_600, 20), new BudgetBucket(1_773_120_605, 10)], ClosedUntil = Time }),
        new StoredShape<SweepState>("sweep", new SweepState { Due = new Dictionary<AccountKey, DateTimeOffset> { [Account] = Time } }),
        new StoredShape<RouteState>("route", new RouteState { Accounts = [Account, new AccountKey("other", "oura-user-1")] }),
        new StoredShape<MemberState>("member", new MemberState
        {
            DisplayName = "Anna", Teams = [Team], JoinSecretHash = [1, 2, 3], JoinExpiresAt = Time, Account = Account, Disconnected = true,
        }),
        new StoredShape<OrganizationState>("organization", new OrganizationState { Settings = new OrganizationSettings { DisplayName = "Club", App = "main" }, Teams = ["squad"] }),
        new StoredShape<ConnectionLogState>("connections", new ConnectionLogState
        {
            Changes =
            [
                new NumberedConnectionChange(3, new ConnectionChange
                {
                    Member = Member, Account = Account, Change = 12, Status = ConnectionStatus.Disconnected, Reason = ReconnectReason.None, At = Time,
                }),
            ],
            Newest = 3,
        }),
        new StoredShape<TeamState>("team", new TeamState
        {
            Settings = new TeamSettings { DisplayName = "Squad", TimeZone = "Europe/Helsinki" },
            Roster = [new RosterEntry { Member = Member, Partition = 0, Account = Account }],
        }),
    ];

    private static IReadOnlyList<StoredShape> Second() =>
    [
        .. First().Where(shape => shape.Name is not ("inbox" or "cache")),
        new StoredShape<InboxState>("inbox", new InboxState
        {
            Marks =
            [
                new InboxMark { DataType = "daily_sleep", DocumentId = "document-1", Sequence = 4, Since = Time, NotBefore = Time, ByDays = true, Trace = "00-11111111111111111111111111111111-2222222222222222-01" },
                new InboxMark { DataType = "heartrate", First = Day, Last = Day, Sequence = 5, Since = Time, NotBefore = Time, Priority = RequestPriority.Interactive, IsSync = true },
            ],
            Sequence = 5,
        }),
        new StoredShape<CacheState>("cache", new CacheState
        {
            Version = 9,
            ReadOrder = 6,
            Unsent = [Day],
            Readings = [1, 2, 3],
            DocumentCount = 1,
            Ages = [new AgeNote(Day, 27)],
            Rings =
            [
                new RingView
                {
                    RingId = "ring-1", HardwareType = "gen4", FirmwareVersion = "1.2.3", Color = "silver", Design = "horizon", Size = 9, SetUpAt = Time,
                },
            ],
            Hours = [4, 5],
            Days = [6],
            RecentlySent = new Dictionary<DateOnly, DateTimeOffset> { [Day] = Time },
        }),
        new StoredShape<SubscriptionsState>("subscriptions", new SubscriptionsState
        {
            Generations = new Dictionary<string, int> { ["subscription-1"] = 2 },
            Check = new Guid("0198f0a0-0000-7000-8000-000000000002"),
            CheckUntil = Time,
        }),
    ];

    private static CachedDocument Document(string kind, string id, DateOnly day, params (int Metric, int Units)[] values) => new()
    {
        Kind = kind,
        DocumentId = id,
        Day = day,
        Version = 3,
        ReadOrder = 5,
        Role = 0,
        Metrics = [.. values.Select(value => value.Metric)],
        Units = [.. values.Select(value => value.Units)],
    };
}
