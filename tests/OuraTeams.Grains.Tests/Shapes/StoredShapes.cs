using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Budgets;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.Members;
using OuraTeams.Contracts.Organizations;
using OuraTeams.Contracts.Recovery;
using OuraTeams.Contracts.Revocations;
using OuraTeams.Contracts.States;
using OuraTeams.Contracts.Teams;

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
    public static IReadOnlyList<(string Name, IReadOnlyList<StoredShape> States)> Releases { get; } = [("0.3.0", States())];

    private static IReadOnlyList<StoredShape> States() =>
    [
        new StoredShape<ConnectionState>("connection", new ConnectionState
        {
            Member = Member,
            App = "main",
            Status = ConnectionStatus.NeedsReconnect,
            Reason = ReconnectReason.Revoked,
            ConnectedAt = Time,
            Credential = new IssuedCredential { AccessToken = "access", RefreshToken = "refresh", ExpiresAt = Time.AddDays(1), Scopes = ["daily", "heartrate"] },
            IsPersonalToken = true,
            Generation = 7,
            Lease = new RefreshLease { Attempt = new Guid("0198f0a0-0000-7000-8000-000000000001"), Until = Time.AddMinutes(2) },
            Incarnation = 4,
            Partitions = [new PartitionKey("club", "squad", 3)],
            Registered = true,
            Registration = 9,
            HistoryWanted = true,
            StatusChange = 639_000_000_000_000_000,
            AnnouncedChange = 12,
            Revocation = new Guid("0198f0a0-0000-7000-8000-000000000003"),
        }),
        new StoredShape<RevocationState>("revocation", new RevocationState
        {
            Request = new RevocationRequest { Organization = "club", App = "main", AccessToken = "access", RefreshToken = "refresh" },
            Since = Time,
        }),
        new StoredShape<InboxState>("inbox", new InboxState
        {
            Marks =
            [
                new InboxMark { DataType = "daily_sleep", DocumentId = "document-1", Sequence = 4, Since = Time, NotBefore = Time, ByDays = true, Trace = "00-11111111111111111111111111111111-2222222222222222-01" },
                new InboxMark { DataType = "heartrate", First = Day, Last = Day, Sequence = 5, Since = Time, NotBefore = Time, Priority = RequestPriority.Interactive, IsSync = true },
            ],
            Sequence = 5,
            Unusable = [new UnusableCount { Kind = "daily_sleep", Reason = "no_day", Count = 2, LastDay = Day }],
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
        new StoredShape<RecoveryState>("recovery", new RecoveryState
        {
            Pending = [new NotedLoss("127.0.0.1:11111@1", Time, Verify: true)], Finished = ["127.0.0.1:11112@1"], Runner = "127.0.0.1:11113@1",
        }),
        new StoredShape<SubscriptionsState>("subscriptions", new SubscriptionsState
        {
            Generations = new Dictionary<string, int> { ["subscription-1"] = 2 },
            Check = new Guid("0198f0a0-0000-7000-8000-000000000002"),
            CheckUntil = Time,
        }),
        new StoredShape<BudgetState>("budget", new BudgetState { Spent = [new BudgetBucket(1_773_120_600, 20), new BudgetBucket(1_773_120_605, 10)], ClosedUntil = Time }),
        new StoredShape<SchedulerState>("scheduler", new SchedulerState { Due = new Dictionary<AccountKey, DateTimeOffset> { [Account] = Time } }),
        new StoredShape<RouteState>("route", new RouteState
        {
            Accounts = [Account, new AccountKey("other", "oura-user-1")],
            Undelivered =
            [
                new UndeliveredEvent
                {
                    Account = Account,
                    Event = new RingEvent { DataType = "sleep", ObjectId = "document-1", IsDelete = true, EventTime = Time, ReceivedAt = Time.AddSeconds(1) },
                    Since = Time.AddSeconds(2),
                },
            ],
        }),
        new StoredShape<MemberState>("member", new MemberState
        {
            DisplayName = "Anna", Teams = [new TeamPlace { Team = Team, Partition = 2, IsLeaving = true }], TeamsChanged = true, JoinSecretHash = [1, 2, 3], JoinExpiresAt = Time, Account = Account, Disconnected = true, Incarnation = 4,
        }),
        new StoredShape<OrganizationState>("organization", new OrganizationState { Settings = new OrganizationSettings { DisplayName = "Club", App = "main" }, Teams = ["squad"], IsBeingDeleted = true }),
        new StoredShape<ConnectionLogPageState>("connections", new ConnectionLogPageState
        {
            Changes =
            [
                new NumberedConnectionChange(3, new ConnectionChange
                {
                    Member = "anna", Incarnation = 4, Change = 12, Status = ConnectionStatus.Disconnected, Reason = ReconnectReason.None, At = Time,
                }),
            ],
        }),
        new StoredShape<TeamState>("team", new TeamState
        {
            Settings = new TeamSettings { DisplayName = "Squad", TimeZone = "Europe/Helsinki" },
            Partitions = 3,
            IsBeingDeleted = true,
        }),
        new StoredShape<SlotPageState>("slots", new SlotPageState
        {
            Slots =
            [
                Slot.Free,
                new Slot
                {
                    Member = Member.Member,
                    OuraUser = Account.OuraUser,
                    Incarnation = 4,
                    IsFirstTeam = true,
                    Summary = new AccountSummary
                    {
                        Status = ConnectionStatus.NeedsReconnect,
                        Reason = ReconnectReason.Revoked,
                        ConnectedAt = Time,
                        LastSyncedAt = Time.AddMinutes(1),
                        Documents = 5,
                        Waiting = 4,
                        WaitingLive = 3,
                        HistoryLeft = 2,
                        HistoryAsked = 1,
                        NextDue = Time.AddMinutes(2),
                        Rings = [new RingView { RingId = "ring-1", HardwareType = "gen4", Size = 9, SetUpAt = Time }],
                    },
                },
            ],
        }),
        new StoredShape<OrganizationDirectoryState>("directory", new OrganizationDirectoryState { Organizations = ["club", "other"] }),
    ];
}
