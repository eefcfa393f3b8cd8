using System.Net;
using Grpc.Core;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;

namespace OuraTeams.EndToEnd;

[Collection(PlatformTests.Name)]
public sealed class JoiningTests(PlatformFixture platform)
{
    [Fact]
    public async Task The_consent_page_names_organization_team_and_member_and_escapes_them()
    {
        Uri link = await InviteAsync("<b>Mal</b> & Co");
        using var browser = new Browser();

        Page page = await browser.GoAsync(link);

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("Club", page.Text, StringComparison.Ordinal);
        Assert.Contains("Guests", page.Text, StringComparison.Ordinal);
        Assert.Contains("<b>Mal</b> & Co", page.Text, StringComparison.Ordinal);
        Assert.Equal("no-store", page.Headers["Cache-Control"]);
        Assert.Equal("no-referrer", page.Headers["Referrer-Policy"]);
        Assert.Contains("frame-ancestors 'none'", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/join/club/00000000-0000-0000-0000-000000000000/secret")]
    [InlineData("/join/nobody/00000000-0000-0000-0000-000000000000/secret")]
    [InlineData("/join/No%20Slug/x/y")]
    public async Task A_link_that_nobody_gave_is_404(string path)
    {
        using var browser = new Browser();
        Page page = await browser.GoAsync(new Uri(platform.Settings.Http, path));

        Assert.Equal((HttpStatusCode.NotFound, "This link does not work"), (page.Status, page.Title));
    }

    [Fact]
    public async Task A_link_with_another_secret_is_404()
    {
        Uri link = await InviteAsync("Anna");
        using var browser = new Browser();

        Page page = await browser.GoAsync(new Uri(link.AbsoluteUri[..^3] + "xyz"));

        Assert.Equal(HttpStatusCode.NotFound, page.Status);
    }

    [Fact]
    public async Task Who_denies_at_Oura_is_told_that_nothing_was_connected()
    {
        Page page = await Members.JoinAsync(await InviteAsync("Denier"), platform.World.Members[0], "deny");

        Assert.Equal("Nothing was connected", page.Title);
    }

    [Fact]
    public async Task A_second_member_with_the_same_ring_is_refused_in_plain_words()
    {
        Page page = await Members.JoinAsync(await InviteAsync("Twin"), platform.World.Members[0]);

        Assert.Equal((HttpStatusCode.Conflict, "This ring is connected already"), (page.Status, page.Title));
    }

    [Fact]
    public async Task Coming_back_in_another_browser_connects_nothing()
    {
        Uri link = await InviteAsync("Walker");
        using var one = new Browser();
        using var other = new Browser();
        Page oura = await one.SubmitAsync(await one.GoAsync(link));

        // The other browser goes on from Oura's page: it never got our cookie.
        Page page = await other.SubmitAsync(oura, fields => Members.Answer(fields, platform.World.Members[1], "allow"));

        Assert.Equal((HttpStatusCode.BadRequest, "Please start again"), (page.Status, page.Title));
    }

    [Fact]
    public async Task A_member_who_unticks_a_scope_is_connected_without_it()
    {
        await using OuraSandbox sandbox = await OuraSandbox.StartAsync(new SandboxOptions { Url = "http://127.0.0.1:0", Members = 1, Seed = 3 });
        DirectoryInfo folder = Directory.CreateTempSubdirectory("ourateams-scope-");
        var settings = new ServerSettings(sandbox, folder.FullName);
        await using ServerProcess server = ServerProcess.Start(settings.Values);
        await server.ReadyAsync(settings.Http);
        using var client = new Client(settings);
        await Members.JoinAllAsync(client, "club", "squad", []);
        using var browser = new Browser();
        Page oura = await browser.SubmitAsync(await browser.GoAsync(await Members.InviteAsync(client, "club", "squad", "Private")));
        Page last = await browser.SubmitAsync(oura, fields =>
        {
            Members.Answer(fields, sandbox.World.Members[0], "allow");
            Assert.Equal(1, fields.RemoveAll(field => field is { Key: "scope", Value: "daily" }));
        });

        Assert.Equal("Your ring is connected", last.Title);
        TeamSummary summary = null!;
        await Eventually.HoldsAsync(
            async () => (summary = await client.SummaryAsync("club", "squad", sandbox.World.Today.AddDays(-1))).Metrics.Count > 0,
            "what was granted is read");
        string[] daily = [.. OuraTeams.Metrics.Catalogue.MetricCatalogue.All
            .Where(metric => metric.DocumentKind is "daily_sleep" or "daily_readiness" or "daily_activity" or "daily_stress" or "sleep")
            .Select(metric => metric.Id)];
        Assert.DoesNotContain(summary.Metrics, metric => daily.Contains(metric.MetricId));
        await server.KillAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_member_who_grants_nothing_that_is_read_is_told_apart()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1, join: false);
        using var browser = new Browser();
        Page oura = await browser.SubmitAsync(await browser.GoAsync(await Members.InviteAsync(platform.Client, SmallPlatform.Organization, SmallPlatform.Team, "Shy")));
        await browser.SubmitAsync(oura, fields =>
        {
            Members.Answer(fields, platform.People[0], "allow");
            fields.RemoveAll(field => field.Key == "scope");
        });

        // The list reads what the account reported, which may be a moment ago.
        Member member = Assert.Single(await platform.MembersAsync());
        await Eventually.HoldsAsync(
            async () => (await platform.MembersAsync()).Single().ConnectionState == ConnectionState.NeedsReconnect, "the list shows that the member must connect again");
        RingAccount account = (await new FleetService.FleetServiceClient(platform.Client.Channel).GetRingAccountAsync(
            new GetRingAccountRequest { OrganizationId = SmallPlatform.Organization, MemberId = member.MemberId }, platform.Client.Headers)).RingAccount;
        Assert.Equal(ReconnectReason.ScopesTooNarrow, account.ReconnectReason);
    }

    /// <summary>Invites to a team of its own, so that the other's roster stays as it is.</summary>
    private async Task<Uri> InviteAsync(string name)
    {
        try
        {
            await platform.Client.Teams.CreateTeamAsync(
                new CreateTeamRequest { OrganizationId = PlatformFixture.Organization, TeamId = "guests", DisplayName = "Guests" }, platform.Client.Headers);
        }
        catch (RpcException refusal) when (refusal.StatusCode == StatusCode.AlreadyExists)
        {
            // Another test made it.
        }

        return await Members.InviteAsync(platform.Client, PlatformFixture.Organization, "guests", name);
    }
}
