using Microsoft.Extensions.DependencyInjection;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Oura.Apps;
using OuraTeams.Protocol.V1;
using ReconnectReason = OuraTeams.Protocol.V1.ReconnectReason;

namespace OuraTeams.EndToEnd;

/// <summary>Why a member must connect again: each reason as it comes about, as the account shows it and as watchers are told.</summary>
public sealed class ReconnectTests
{
    [Fact]
    public async Task Refused_when_the_pair_that_replaced_the_stored_one_was_lost()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(
            1,
            settings => settings["Accounts:RefreshAhead"] = "00:00:01",
            sandbox => sandbox.AccessTokenLifetime = TimeSpan.FromSeconds(15));
        Member member = (await platform.MembersAsync())[0];

        // As a crash between Oura's answer and the write would have it: the stored refresh token is used, its pair unknown.
        await App(platform).OAuth.RefreshAsync((await platform.CredentialAsync(platform.People[0])).RefreshToken, CancellationToken.None);

        await NeedsReconnectAsync(platform, member, ReconnectReason.Refused);
    }

    [Fact]
    public async Task Revoked_when_the_member_ended_the_grant_and_connecting_again_mends_it()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1, settings => settings["Accounts:ReconcilePeriod"] = "00:00:10");
        Member member = (await platform.MembersAsync())[0];
        IssuedCredential stored = await platform.CredentialAsync(platform.People[0]);
        await App(platform).OAuth.RevokeAsync(stored.AccessToken, stored.RefreshToken, CancellationToken.None);

        await NeedsReconnectAsync(platform, member, ReconnectReason.Revoked);

        CreateJoinLinkResponse link = await platform.Client.Teams.CreateJoinLinkAsync(
            new CreateJoinLinkRequest { OrganizationId = SmallPlatform.Organization, TeamId = SmallPlatform.Team, MemberId = member.MemberId }, platform.Client.Headers);
        Assert.Equal("Your ring is connected", (await Members.JoinAsync(new Uri(link.JoinLink), platform.People[0])).Title);
        Assert.Equal((ConnectionState.Connected, ReconnectReason.Unspecified), await StateAsync(platform, member));
        platform.Revise(platform.People[0]);
        await platform.IsRightAsync();
    }

    [Fact]
    public async Task Membership_lapsed_when_Oura_keeps_the_data_back()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1);
        await platform.IsRightAsync();
        Member member = (await platform.MembersAsync())[0];
        platform.Sandbox.World.SetMembership(platform.People[0].Id, active: false);
        platform.Revise(platform.People[0]);

        await NeedsReconnectAsync(platform, member, ReconnectReason.MembershipLapsed);
    }

    [Fact]
    public async Task A_member_without_a_membership_is_told_so_when_they_connect()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1, join: false);
        platform.Sandbox.World.SetMembership(platform.People[0].Id, active: false);
        Uri link = await Members.InviteAsync(platform.Client, SmallPlatform.Organization, SmallPlatform.Team, "Lapsed");

        Page page = await Members.JoinAsync(link, platform.People[0]);

        Assert.Equal((System.Net.HttpStatusCode.Conflict, "Your Oura membership has lapsed"), (page.Status, page.Title));
        Assert.Equal(ConnectionState.Invited, Assert.Single(await platform.MembersAsync()).ConnectionState);
    }

    [Fact]
    public async Task Scopes_too_narrow_when_the_member_granted_nothing_that_is_read()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1, join: false);
        Uri link = await Members.InviteAsync(platform.Client, SmallPlatform.Organization, SmallPlatform.Team, "Shy");
        using var browser = new Browser();
        Page oura = await browser.SubmitAsync(await browser.GoAsync(link));
        await browser.SubmitAsync(oura, fields =>
        {
            Members.Answer(fields, platform.People[0], "allow");
            fields.RemoveAll(field => field.Key == "scope");
        });

        await NeedsReconnectAsync(platform, Assert.Single(await platform.MembersAsync()), ReconnectReason.ScopesTooNarrow);
    }

    private static OuraApp App(SmallPlatform platform) => platform.Services.GetRequiredService<OuraApps>().All.Single();

    private static async Task<(ConnectionState State, ReconnectReason Reason)> StateAsync(SmallPlatform platform, Member member)
    {
        RingAccount account = await platform.AccountAsync(member);
        return (account.ConnectionState, account.ReconnectReason);
    }

    private static async Task NeedsReconnectAsync(SmallPlatform platform, Member member, ReconnectReason reason)
    {
        await Eventually.HoldsAsync(
            async () =>
            {
                await platform.WakeAsync();
                return (await StateAsync(platform, member)).State == ConnectionState.NeedsReconnect;
            },
            "the member must connect again");
        Assert.Equal((ConnectionState.NeedsReconnect, reason), await StateAsync(platform, member));
        Assert.Equal(reason, (await platform.ToldAsync(member, ConnectionState.NeedsReconnect)).ReconnectReason);

        // Who looks for those that need help finds them.
        ListRingAccountsResponse found = await platform.Client.Fleet.ListRingAccountsAsync(
            new ListRingAccountsRequest { OrganizationId = SmallPlatform.Organization, ConnectionState = ConnectionState.NeedsReconnect }, platform.Client.Headers);
        Assert.Equal((member.MemberId, reason), (Assert.Single(found.RingAccounts).MemberId, found.RingAccounts[0].ReconnectReason));
    }
}
