using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OuraTeams.Contracts;
using OuraTeams.Oura;

namespace OuraTeams.Grains.Tests;

public sealed class AccountScheduleTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 10, 7, 30, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _clock = new(Start);
    private readonly AccountOptions _options = new();
    private readonly AccountContext _account;

    public AccountScheduleTests()
    {
        _account = Account("user-1");
        _account.Credential.State.ConnectedAt = Start;
        _account.Credential.State.Credential = Credential("daily", "heartrate");
        _account.InboxState.State.ReconciledAt = Start;
    }

    private AccountSchedule Schedule => new(_account);

    public void Dispose() => _account.Dispose();

    [Fact]
    public void Accounts_are_compared_every_six_hours_each_at_a_time_of_its_own()
    {
        DateTimeOffset[] due = [.. Enumerable.Range(0, 200).Select(number =>
        {
            using AccountContext account = Account($"user-{number}");
            account.InboxState.State.ReconciledAt = Start;
            return new AccountSchedule(account).NextReconcile;
        })];

        Assert.All(due, time => Assert.InRange(time - Start, _options.ReconcilePeriod * 0.9, _options.ReconcilePeriod * 1.1));
        Assert.True(due.Max() - due.Min() > _options.ReconcilePeriod * 0.15);
        Assert.True(due.Distinct().Count() > 190);
    }

    [Fact]
    public void Silence_beyond_an_accounts_habit_has_it_compared_early_and_once()
    {
        for (int hour = 0; hour < 3; hour++)
        {
            Schedule.Heard();
            _clock.Advance(TimeSpan.FromHours(1));
        }

        // An event each hour is its habit; after two silent hours something is wrong.
        Assert.Equal(Start.AddHours(2 + 2), Schedule.NextReconcile, TimeSpan.FromMinutes(5));
        _clock.SetUtcNow(Start.AddHours(4.5));
        Assert.True(Schedule.MarkReconcile());
        Assert.True(Schedule.NextReconcile > _clock.GetUtcNow().AddHours(1.5));
        Assert.False(Schedule.MarkReconcile());
    }

    [Fact]
    public void Of_a_persons_own_data_only_their_id_needs_no_scope()
    {
        Assert.True(Schedule.IsGranted(OuraKind.PersonalInfo));
        Assert.DoesNotContain("personal_info", Schedule.Covered());

        _account.Credential.State.Credential = Credential("daily", "personal");
        Assert.Equal(
            ["daily_activity", "daily_readiness", "daily_sleep", "daily_stress", "personal_info", "rest_mode_period", "sleep", "sleep_time"],
            Schedule.Covered().Order(StringComparer.Ordinal));

        _account.Credential.State = _account.Credential.State with { IsPersonalToken = true, Credential = Credential() };
        Assert.Equal(FollowedKinds.All.Select(kind => kind.Name).ToHashSet(), Schedule.Covered());
    }

    [Fact]
    public void A_night_without_events_is_the_habit_of_who_has_them()
    {
        for (int day = 0; day < 5; day++)
        {
            _clock.SetUtcNow(Start.AddDays(day));
            Schedule.Heard();
            _clock.Advance(TimeSpan.FromHours(10));
            Schedule.Heard();
        }

        _account.InboxState.State.ReconciledAt = _clock.GetUtcNow();
        Assert.True(Schedule.NextReconcile - _clock.GetUtcNow() >= _options.ReconcilePeriod * 0.9);
    }

    [Fact]
    public void History_is_asked_for_whole_and_once_and_only_what_was_granted()
    {
        Schedule.MarkHistory();

        string[] asked = [.. _account.InboxState.State.Marks.Select(mark => mark.DataType).Distinct()];
        Assert.Equal(
            FollowedKinds.All.Where(kind => kind.Scope is null or "daily" or "heartrate").Select(FollowedKinds.DataType).Order(),
            asked.Order());
        DateOnly today = DateOnly.FromDateTime(Start.UtcDateTime);
        foreach (IGrouping<string, InboxMark> kind in _account.InboxState.State.Marks.Where(mark => mark.DataType != "personal_info").GroupBy(mark => mark.DataType))
        {
            DateOnly[] days = [.. kind.SelectMany(mark => Enumerable.Range(0, mark.Last!.Value.DayNumber - mark.First!.Value.DayNumber + 1).Select(mark.First.Value.AddDays)).Order()];
            Assert.Equal(Enumerable.Range(0, _options.HistoryDays + 1).Select(back => today.AddDays(1 - back)).Order(), days);
            Assert.Equal(today.AddDays(1 - _options.RecentDays + 1), kind.Single(mark => mark.Priority == RequestPriority.Interactive).First);
        }
    }

    [Fact]
    public void A_token_is_refreshed_ahead_of_its_end_each_at_a_time_of_its_own()
    {
        DateTimeOffset[] due = [.. Enumerable.Range(0, 50).Select(number =>
        {
            using AccountContext account = Account($"user-{number}");
            account.Credential.State.Credential = Credential("daily");
            return new AccountSchedule(account).NextRefresh!.Value;
        })];

        Assert.All(due, time => Assert.InRange(Start.AddHours(24) - time, _options.RefreshAhead, _options.RefreshAhead * 1.5));
        Assert.Distinct(due);
    }

    private AccountContext Account(string user) => new()
    {
        Key = new AccountKey("club", user),
        Credential = new KeptState<CredentialState>(),
        OwnCredential = () => new KeptState<CredentialState>(),
        OwnInbox = () => new KeptState<InboxState>(),
        InboxState = new KeptState<InboxState>(),
        CacheState = new KeptState<CacheState>(),
        BudgetState = new KeptState<BudgetState>(),
        Options = _options,
        Grains = null!,
        Clock = _clock,
        Logger = NullLogger.Instance,
        Deactivate = () => { },
    };

    private static IssuedCredential Credential(params string[] scopes) => new() { AccessToken = "a", RefreshToken = "r", ExpiresAt = Start.AddHours(24), Scopes = scopes };

    /// <summary>A state that is written nowhere.</summary>
    private sealed class KeptState<T> : IPersistentState<T>
        where T : new()
    {
        public T State { get; set; } = new();

        public string Etag => "";

        public bool RecordExists => true;

        public Task ReadStateAsync() => Task.CompletedTask;

        public Task WriteStateAsync() => Task.CompletedTask;

        public Task ClearStateAsync() => Task.CompletedTask;
    }
}
