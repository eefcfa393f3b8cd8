using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Accounts.Connection;
using OuraTeams.Oura.OAuth;

namespace OuraTeams.Grains.Tests;

public sealed class CredentialRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 7, 30, 0, TimeSpan.Zero);
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(2);
    private static readonly Guid Mine = new("00000000-0000-0000-0000-000000000001");
    private static readonly Guid Other = new("00000000-0000-0000-0000-000000000002");
    private static readonly TokenPair Pair = new("access-2", "refresh-2", TimeSpan.FromHours(24), null);

    private readonly ConnectionState _connected = new()
    {
        Member = new MemberKey("club", "anna"),
        App = "main",
        Status = ConnectionStatus.Connected,
        Credential = new IssuedCredential { AccessToken = "access-1", RefreshToken = "refresh-1", ExpiresAt = Now.AddMinutes(5), Scopes = ["daily", "heartrate"] },
        Generation = 7,
        Registered = true,
        Registration = 3,
        StatusChange = 11,
    };

    [Fact]
    public void A_lease_is_taken_for_the_stored_pair()
    {
        (ConnectionState? next, DateTimeOffset? heldUntil) = CredentialRules.TakeLease(_connected, "access-1", Mine, Now, Length, default);

        Assert.Equal(new RefreshLease { Attempt = Mine, Until = Now + Length }, next!.Lease);
        Assert.Null(heldUntil);
        Assert.Null(_connected.Lease);
    }

    [Fact]
    public void A_pair_that_was_replaced_already_is_not_replaced_again() =>
        Assert.Equal((null, null), CredentialRules.TakeLease(_connected, "access-0", Mine, Now, Length, default));

    [Theory]
    [InlineData(ConnectionStatus.NeedsReconnect)]
    [InlineData(ConnectionStatus.Disconnected)]
    public void Nothing_is_refreshed_for_who_is_not_connected(ConnectionStatus status)
    {
        ConnectionState state = _connected with { Status = status };

        Assert.Equal((null, null), CredentialRules.TakeLease(state, "access-1", Mine, Now, Length, default));
        Assert.Null(CredentialRules.NextRefresh(state, 0, Ahead));
    }

    [Fact]
    public void A_personal_access_token_is_never_refreshed()
    {
        ConnectionState state = _connected with { IsPersonalToken = true };

        Assert.Equal((null, null), CredentialRules.TakeLease(state, "access-1", Mine, Now, Length, default));
        Assert.Null(CredentialRules.NextRefresh(state, 0, Ahead));
    }

    [Fact]
    public void A_lease_of_another_attempt_is_waited_for_until_it_ends()
    {
        ConnectionState held = _connected with { Lease = new RefreshLease { Attempt = Other, Until = Now.AddSeconds(30) } };

        Assert.Equal((null, Now.AddSeconds(30)), CredentialRules.TakeLease(held, "access-1", Mine, Now, Length, Now + Length));
        Assert.Equal(Mine, CredentialRules.TakeLease(held, "access-1", Mine, Now.AddSeconds(30), Length, Now + Length).Next!.Lease!.Attempt);
    }

    [Fact]
    public void A_lease_by_a_clock_that_was_ahead_is_waited_for_no_longer_than_a_lease_lasts()
    {
        ConnectionState held = _connected with { Lease = new RefreshLease { Attempt = Other, Until = Now.AddDays(1) } };

        Assert.Equal((null, Now + Length), CredentialRules.TakeLease(held, "access-1", Mine, Now, Length, Now + Length));
        Assert.NotNull(CredentialRules.TakeLease(held, "access-1", Mine, Now + Length, Length, Now + Length).Next);
    }

    [Fact]
    public void A_new_pair_is_kept_and_the_lease_ends()
    {
        ConnectionState next = CredentialRules.Renew(_connected with { Lease = new RefreshLease { Attempt = Mine, Until = Now + Length } }, 7, Pair, Now)!;

        Assert.Equal(("access-2", "refresh-2", Now.AddHours(24)), (next.Credential!.AccessToken, next.Credential.RefreshToken, next.Credential.ExpiresAt));
        Assert.Equal((8L, true, 3L, false), (next.Generation, next.Registered, next.Registration, next.HistoryWanted));
        Assert.Null(next.Lease);
    }

    [Fact]
    public void A_pair_does_not_replace_that_of_a_later_connection() =>
        Assert.Null(CredentialRules.Renew(_connected with { Generation = 8 }, 7, Pair, Now));

    [Fact]
    public void An_answer_without_scopes_leaves_the_consent_as_it_was()
    {
        foreach (TokenPair pair in new[] { Pair, Pair with { Scopes = [] } })
        {
            ConnectionState next = CredentialRules.Renew(_connected, 7, pair, Now)!;

            Assert.Equal(["daily", "heartrate"], next.Credential!.Scopes);
            Assert.True(next.Registered);
        }
    }

    [Fact]
    public void Another_consent_has_the_account_register_again_and_the_history_read()
    {
        ConnectionState next = CredentialRules.Renew(_connected, 7, Pair with { Scopes = ["daily"] }, Now)!;

        Assert.Equal((false, 4L, true, ConnectionStatus.Connected), (next.Registered, next.Registration, next.HistoryWanted, next.Status));
    }

    [Fact]
    public void The_same_consent_in_another_order_is_the_same() =>
        Assert.True(CredentialRules.Renew(_connected, 7, Pair with { Scopes = ["heartrate", "daily"] }, Now)!.Registered);

    [Fact]
    public void A_consent_that_opens_nothing_needs_a_new_one()
    {
        ConnectionState next = CredentialRules.Renew(_connected, 7, Pair with { Scopes = ["email"] }, Now)!;

        Assert.Equal((ConnectionStatus.NeedsReconnect, ReconnectReason.ScopesTooNarrow, 12L), (next.Status, next.Reason, next.StatusChange));
    }

    [Fact]
    public void A_refusal_counts_only_when_the_refused_token_is_still_the_stored_one()
    {
        Assert.Null(CredentialRules.Refuse(_connected, "refresh-0", Now, Ahead));

        ConnectionState next = CredentialRules.Refuse(_connected, "refresh-1", Now, Ahead)!;
        Assert.Equal((ConnectionStatus.NeedsReconnect, ReconnectReason.Refused, 12L), (next.Status, next.Reason, next.StatusChange));
    }

    [Fact]
    public void A_refusal_long_before_the_tokens_end_means_that_the_grant_was_ended()
    {
        ConnectionState fresh = _connected with { Credential = _connected.Credential! with { ExpiresAt = Now + (Ahead * 1.5) + TimeSpan.FromSeconds(1) } };

        Assert.Equal(ReconnectReason.Revoked, CredentialRules.Refuse(fresh, "refresh-1", Now, Ahead)!.Reason);
        Assert.Equal(ReconnectReason.Refused, CredentialRules.Refuse(fresh, "refresh-1", Now.AddSeconds(1), Ahead)!.Reason);
    }

    [Fact]
    public void Only_the_own_lease_is_released()
    {
        ConnectionState held = _connected with { Lease = new RefreshLease { Attempt = Other, Until = Now + Length } };

        Assert.Null(CredentialRules.Release(held, Mine));
        Assert.Null(CredentialRules.Release(held, Other)!.Lease);
        Assert.Null(CredentialRules.Release(_connected, Mine));
    }

    [Fact]
    public void A_successor_of_a_refused_token_that_is_refused_too_ends_the_connection_and_one_that_works_does_not()
    {
        var health = new TokenHealth();

        Assert.False(health.Refuse("access-1"));
        Assert.True(health.IsRefused(_connected));
        Assert.False(health.IsUsable(_connected, Now));
        Assert.False(health.Refuse("access-1"));
        Assert.True(health.Refuse("access-2"));
        Assert.False(health.Refuse("access-3"));
        health.Work();
        Assert.False(health.Refuse("access-4"));
    }

    [Fact]
    public void A_token_is_usable_until_its_end_and_a_personal_one_for_ever()
    {
        var health = new TokenHealth();

        Assert.True(health.IsUsable(_connected, Now.AddMinutes(5).AddTicks(-1)));
        Assert.False(health.IsUsable(_connected, Now.AddMinutes(5)));
        Assert.True(health.IsUsable(_connected with { IsPersonalToken = true }, Now.AddMinutes(5)));
        Assert.False(health.IsUsable(new ConnectionState(), Now));
    }
}
