using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.Members;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Accounts.Connection;

namespace OuraTeams.Grains.Tests;

public sealed class ConnectionRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 7, 30, 0, TimeSpan.Zero);
    private static readonly MemberKey Anna = new("club", "anna");
    private static readonly MemberKey Ben = new("club", "ben");
    private static readonly Guid Revocation = new("00000000-0000-0000-0000-000000000003");
    private static readonly Attachment Attachment = new() { Incarnation = 9, Partitions = [new PartitionKey("club", "first", 0)] };

    private readonly ConnectionState _connected = ConnectionRules.Registered(ConnectionRules.Connect(new ConnectionState(), Request(Anna), Now), 1, Attachment)!;

    [Fact]
    public void A_consent_makes_a_new_incarnation_that_is_not_registered_and_wants_its_history()
    {
        ConnectionState next = ConnectionRules.Connect(_connected, Request(Anna, "new"), Now.AddHours(1));

        Assert.Equal((ConnectionStatus.Connected, 10L, false, 2L, true), (next.Status, next.Incarnation, next.Registered, next.Registration, next.HistoryWanted));
        Assert.Equal(("new", Now.AddHours(1)), (next.Credential!.AccessToken, next.ConnectedAt));
        Assert.Equal(_connected.Generation + 1, next.Generation);
        Assert.True(next.StatusChange > _connected.StatusChange);
    }

    [Fact]
    public void A_consent_that_opens_nothing_is_kept_and_needs_a_new_one()
    {
        ConnectRequest request = Request(Anna) with { Credential = Credential("a", "email") };

        ConnectionState next = ConnectionRules.Connect(new ConnectionState(), request, Now);
        Assert.Equal((ConnectionStatus.NeedsReconnect, ReconnectReason.ScopesTooNarrow), (next.Status, next.Reason));
        Assert.Equal(ConnectionStatus.Connected, ConnectionRules.Connect(new ConnectionState(), request with { IsPersonalToken = true }, Now).Status);
    }

    [Fact]
    public void A_connection_after_one_that_was_forgotten_counts_its_changes_on()
    {
        ConnectionState before = ConnectionRules.Disconnect(_connected, Revocation)!;

        Assert.True(ConnectionRules.Connect(new ConnectionState(), Request(Anna), Now.AddSeconds(1)).StatusChange > before.StatusChange);
    }

    [Fact]
    public void Changes_are_counted_on_when_the_clock_was_set_back()
    {
        ConnectionState ahead = _connected with { StatusChange = Now.AddDays(1).UtcTicks };

        Assert.Equal(ahead.StatusChange + 1, ConnectionRules.Connect(ahead, Request(Anna), Now).StatusChange);
    }

    [Fact]
    public void A_ring_that_another_member_holds_is_taken()
    {
        Assert.Equal(ConnectOutcome.RingTaken, ConnectionRules.RefusalOf(_connected, Request(Ben)));
        Assert.Null(ConnectionRules.RefusalOf(_connected, Request(Anna)));
        Assert.Null(ConnectionRules.RefusalOf(new ConnectionState(), Request(Ben)));
    }

    [Fact]
    public void What_a_registration_brings_is_kept_unless_it_is_not_the_newest_or_the_connection_has_ended()
    {
        ConnectionState again = ConnectionRules.RegisterAgain(_connected)!;

        Assert.Equal((false, 2L, false), (again.Registered, again.Registration, again.HistoryWanted));
        Assert.Null(ConnectionRules.Registered(again, 1, Attachment));
        Assert.Null(ConnectionRules.Registered(ConnectionRules.Disconnect(again, Revocation)!, 2, Attachment));
        ConnectionState next = ConnectionRules.Registered(again, 2, Attachment with { Incarnation = 12 })!;
        Assert.Equal((true, 12L), (next.Registered, next.Incarnation));
        Assert.Equal(Attachment.Partitions, next.Partitions);
    }

    [Fact]
    public void A_disconnected_account_does_not_register_again()
    {
        Assert.Null(ConnectionRules.RegisterAgain(ConnectionRules.Disconnect(_connected, Revocation)!));
        Assert.Null(ConnectionRules.RegisterAgain(new ConnectionState()));
    }

    [Fact]
    public void A_connection_ends_once_with_a_later_incarnation_that_teams_hold_against_what_came_before()
    {
        ConnectionState next = ConnectionRules.Disconnect(_connected, Revocation)!;

        Assert.Equal((ConnectionStatus.Disconnected, 10L, Revocation), (next.Status, next.Incarnation, next.Revocation));
        Assert.Equal(_connected.StatusChange + 1, next.StatusChange);
        Assert.Null(ConnectionRules.Disconnect(next, Guid.Empty));
        Assert.Null(ConnectionRules.Disconnect(new ConnectionState(), Revocation));
    }

    [Fact]
    public void An_account_whose_member_has_another_ring_is_forgotten_and_nobody_is_told()
    {
        ConnectionState next = ConnectionRules.Abandon(_connected, 1, Revocation)!;

        Assert.Equal((ConnectionStatus.Disconnected, Revocation, next.StatusChange), (next.Status, next.Revocation, next.AnnouncedChange));
        Assert.Null(ConnectionRules.Abandon(_connected, 0, Revocation));
        Assert.Null(ConnectionRules.Abandon(next, 1, Revocation));
    }

    [Fact]
    public void A_member_needs_a_new_consent_only_while_connected()
    {
        ConnectionState next = ConnectionRules.NeedReconnect(_connected with { Lease = new RefreshLease { Attempt = Guid.Empty, Until = Now } }, ReconnectReason.MembershipLapsed)!;

        Assert.Equal((ConnectionStatus.NeedsReconnect, ReconnectReason.MembershipLapsed, _connected.StatusChange + 1), (next.Status, next.Reason, next.StatusChange));
        Assert.Null(next.Lease);
        Assert.True(next.IsHeld);
        Assert.Null(ConnectionRules.NeedReconnect(next, ReconnectReason.Revoked));
        Assert.Null(ConnectionRules.NeedReconnect(ConnectionRules.Disconnect(_connected, Revocation)!, ReconnectReason.Revoked));
    }

    [Fact]
    public void An_announcement_never_goes_back()
    {
        ConnectionState told = ConnectionRules.Announced(_connected, 5)!;

        Assert.Equal(5, told.AnnouncedChange);
        Assert.Null(ConnectionRules.Announced(told, 5));
        Assert.Null(ConnectionRules.Announced(told, 4));
    }

    [Fact]
    public void Held_is_who_is_connected_or_waits_for_a_new_consent()
    {
        Assert.False(new ConnectionState().IsHeld);
        Assert.False(new ConnectionState { Status = ConnectionStatus.NeedsReconnect }.IsHeld);
        Assert.True(_connected.IsHeld);
        Assert.False(ConnectionRules.Disconnect(_connected, Revocation)!.IsHeld);
    }

    [Fact]
    public void A_consent_replaces_all_that_an_earlier_one_left()
    {
        ConnectionState before = _connected with
        {
            App = "other",
            IsPersonalToken = true,
            Lease = new RefreshLease { Attempt = Revocation, Until = Now },
            Revocation = Revocation,
        };

        ConnectionState next = ConnectionRules.Connect(before, Request(Anna), Now);

        Assert.Equal(("main", false), (next.App, next.IsPersonalToken));
        Assert.Null(next.Lease);
        Assert.Null(next.Revocation);
    }

    [Fact]
    public void A_connection_that_ended_has_neither_a_lease_nor_a_reason_to_connect_again()
    {
        ConnectionState before = ConnectionRules.NeedReconnect(_connected, ReconnectReason.Refused)! with
        {
            Lease = new RefreshLease { Attempt = Revocation, Until = Now },
        };

        ConnectionState next = ConnectionRules.Disconnect(before, Revocation)!;

        Assert.Equal(ReconnectReason.None, next.Reason);
        Assert.Null(next.Lease);
    }

    private static ConnectRequest Request(MemberKey member, string token = "a") => new() { Member = member, App = "main", Credential = Credential(token, "daily") };

    private static IssuedCredential Credential(string token, params string[] scopes) =>
        new() { AccessToken = token, RefreshToken = "r", ExpiresAt = Now.AddHours(24), Scopes = scopes };
}
