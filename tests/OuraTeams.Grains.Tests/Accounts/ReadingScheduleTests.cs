using Microsoft.Extensions.Time.Testing;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Budgets;
using OuraTeams.Contracts.Fleet;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Accounts.Connection;
using OuraTeams.Grains.Accounts.Inbox;
using OuraTeams.Grains.Accounts.Options;
using OuraTeams.Grains.Kinds;
using OuraTeams.Oura.Kinds;

namespace OuraTeams.Grains.Tests;

public sealed class ReadingScheduleTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 10, 7, 30, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _clock = new(Start);
    private readonly AccountOptions _options = new();
    private ConnectionState _connection = new() { ConnectedAt = Start, Credential = Credential("daily", "heartrate") };
    private InboxState _inbox = new() { ReconciledAt = Start };

    private DateTimeOffset NextReconcile => Schedule("user-1").NextReconcile(_inbox, Start);

    [Fact]
    public void Accounts_are_compared_every_six_hours_each_at_a_time_of_its_own()
    {
        DateTimeOffset[] due = [.. Enumerable.Range(0, 200).Select(number =>
        {
            return Schedule($"user-{number}").NextReconcile(_inbox, Start);
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
            NoteEvent();
            _clock.Advance(TimeSpan.FromHours(1));
        }

        // An event each hour is its habit; after two silent hours something is wrong.
        Assert.Equal(Start.AddHours(2 + 2), NextReconcile, TimeSpan.FromMinutes(5));
        _clock.SetUtcNow(Start.AddHours(4.5));
        Assert.True(NextReconcile <= _clock.GetUtcNow());
        Change(inbox => Schedule("user-1").MarkReconcile(inbox, _connection, _clock.GetUtcNow()));
        Assert.True(NextReconcile > _clock.GetUtcNow().AddHours(1.5));
    }

    [Fact]
    public void Of_a_persons_own_data_only_their_id_needs_no_scope()
    {
        Assert.True(Consent.Allows(_connection, OuraKind.PersonalInfo));
        Assert.DoesNotContain("personal_info", Consent.Covered(_connection));

        _connection = _connection with { Credential = Credential("daily", "personal") };
        Assert.Equal(
            ["daily_activity", "daily_readiness", "daily_sleep", "daily_stress", "personal_info", "rest_mode_period", "sleep", "sleep_time"],
            Consent.Covered(_connection).Order(StringComparer.Ordinal));

        _connection = _connection with { IsPersonalToken = true, Credential = Credential() };
        Assert.Equal(FollowedKinds.All.Select(kind => kind.Name).ToHashSet(), Consent.Covered(_connection));
    }

    [Fact]
    public void A_night_without_events_is_the_habit_of_who_has_them()
    {
        for (int day = 0; day < 5; day++)
        {
            _clock.SetUtcNow(Start.AddDays(day));
            NoteEvent();
            _clock.Advance(TimeSpan.FromHours(10));
            NoteEvent();
        }

        _inbox = _inbox with { ReconciledAt = _clock.GetUtcNow() };
        Assert.True(NextReconcile - _clock.GetUtcNow() >= _options.ReconcilePeriod * 0.9);
    }

    [Fact]
    public void History_is_asked_for_whole_and_once_and_only_what_was_granted()
    {
        Change(inbox => Schedule("user-1").MarkHistory(inbox, _connection, Start));

        string[] asked = [.. _inbox.Marks.Select(mark => mark.DataType).Distinct()];
        Assert.Equal(
            FollowedKinds.All.Where(kind => kind.Scope is null or "daily" or "heartrate").Select(FollowedKinds.DataType).Order(),
            asked.Order());
        DateOnly today = DateOnly.FromDateTime(Start.UtcDateTime);
        foreach (IGrouping<string, InboxMark> kind in _inbox.Marks.Where(mark => mark.DataType != "personal_info").GroupBy(mark => mark.DataType))
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
            double share = SchedulerShare.Fraction(new AccountKey("club", $"user-{number}"));
            return CredentialRules.NextRefresh(_connection with { Status = ConnectionStatus.Connected }, share, _options.RefreshAhead)!.Value;
        })];

        Assert.All(due, time => Assert.InRange(Start.AddHours(24) - time, _options.RefreshAhead, _options.RefreshAhead * 1.5));
        Assert.Distinct(due);
    }

    private ReadingSchedule Schedule(string user) => new(_options, SchedulerShare.Fraction(new AccountKey("club", user)));

    private void NoteEvent() => Change(inbox => ReadingSchedule.NoteEvent(inbox, _clock.GetUtcNow()));

    private void Change(Action<InboxRules> transitions) => _inbox = InboxRules.Change(_inbox, _options, transitions);

    private static IssuedCredential Credential(params string[] scopes) => new() { AccessToken = "a", RefreshToken = "r", ExpiresAt = Start.AddHours(24), Scopes = scopes };
}
