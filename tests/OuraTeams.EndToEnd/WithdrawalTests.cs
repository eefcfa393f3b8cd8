using OuraTeams.Contracts.Accounts;
using OuraTeams.Metrics.Catalogue;
using OuraTeams.Oura.Kinds;
using OuraTeams.Oura.OAuth;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;
using ReconnectReason = OuraTeams.Protocol.V1.ReconnectReason;

namespace OuraTeams.EndToEnd;

/// <summary>A member grants less than before: on connecting again, or as the answer to a refresh tells.</summary>
public sealed class WithdrawalTests
{
    [Fact]
    public async Task What_a_member_takes_back_leaves_the_figures_and_comes_back_with_a_later_consent()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(2);
        DateOnly[] days = [platform.Yesterday, platform.Yesterday.AddDays(-9)];
        await IsRightAsync(platform, days);
        SandboxMember person = platform.People[0];
        Member member = (await platform.MembersAsync()).Single(known => known.DisplayName == person.Name);
        await Eventually.HoldsAsync(async () => (await platform.AccountAsync(member)).HistoryPartsLeft == 0, "the history is read");
        TeamSummary[] before = await SummariesAsync(platform, days);
        Assert.NotEmpty((await platform.AccountAsync(member)).Rings);

        string[] withdrawn = ["daily", "ring_configuration", "personal"];
        await ReconnectAsync(platform, member, person, withdrawn);

        // Only the other member has these still; what was made with their help is gone too.
        HashSet<string> gone = [.. MetricCatalogue.All.Where(metric => ScopesOf(metric).Any(withdrawn.Contains)).Select(metric => metric.Id)];
        await Eventually.HoldsAsync(
            async () => (await SummariesAsync(platform, days)).All(summary => summary.Metrics.All(metric => !gone.Contains(metric.MetricId) || metric.Aggregate.Count == 1)),
            "what was taken back is in no figure");

        // What they grant on stays as it was. Only a day of heart rates is another one without nights: it is read again.
        await Eventually.HoldsAsync(
            async () => (await platform.AccountAsync(member)).HistoryPartsLeft == 0
                && (await SummariesAsync(platform, days)).Zip(before).All(pair => Others(pair.First).SequenceEqual(Others(pair.Second)) && DayOfRates(pair.First) == 2),
            "all else is there");

        // Nor does it come back with an event.
        platform.Revise(person);
        await platform.Sandbox.Webhooks.WhenIdleAsync(CancellationToken.None);
        TeamSummary[] after = await SummariesAsync(platform, days);
        Assert.All(after.SelectMany(summary => summary.Metrics).Where(metric => gone.Contains(metric.MetricId)), metric => Assert.Equal(1, metric.Aggregate.Count));
        Assert.Contains(after[0].Metrics, metric => metric.MetricId == "night_lowest_heart_rate");
        Assert.Empty((await platform.AccountAsync(member)).Rings);

        await ReconnectAsync(platform, member, person, []);
        await IsRightAsync(platform, days);

        IEnumerable<MetricAggregate> Others(TeamSummary summary) =>
            summary.Metrics.Where(metric => !gone.Contains(metric.MetricId) && !metric.MetricId.StartsWith("day_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refresh_that_brings_less_consent_drops_what_that_does_not_cover()
    {
        await using SmallPlatform platform = await RefreshingAsync();
        DateOnly[] days = [platform.Yesterday, platform.Yesterday.AddDays(-9)];
        await IsRightAsync(platform, days);
        SandboxMember person = platform.People[0];
        Member member = (await platform.MembersAsync()).Single(known => known.DisplayName == person.Name);
        await Eventually.HoldsAsync(async () => (await platform.AccountAsync(member)).HistoryPartsLeft == 0, "the history is read");
        Assert.NotEmpty((await platform.AccountAsync(member)).Rings);

        string[] withdrawn = ["daily", "ring_configuration"];
        platform.Sandbox.NarrowGrants(person.Id, withdrawn);
        await RefreshedAsync(platform, person);

        HashSet<string> gone = [.. MetricCatalogue.All.Where(metric => ScopesOf(metric).Any(withdrawn.Contains)).Select(metric => metric.Id)];
        await Eventually.HoldsAsync(
            async () => (await SummariesAsync(platform, days)).All(summary => summary.Metrics.All(metric => !gone.Contains(metric.MetricId) || metric.Aggregate.Count == 1)),
            "what was taken back is in no figure");
        Assert.Empty((await platform.AccountAsync(member)).Rings);
        Assert.DoesNotContain((await platform.CredentialAsync(person)).Scopes, withdrawn.Contains);

        // What they grant on is there again, read by what is left.
        await Eventually.HoldsAsync(
            async () => (await platform.AccountAsync(member)).HistoryPartsLeft == 0 && (await SummariesAsync(platform, days)).All(summary => DayOfRates(summary) == 2),
            "all else is there");

        platform.Sandbox.NarrowGrants(person.Id, [.. (await platform.CredentialAsync(person)).Scopes.Where(scope => scope != OuraScopes.Personal)]);
        await RefreshedAsync(platform, person);
        Assert.Equal(ReconnectReason.ScopesTooNarrow, (await platform.ToldAsync(member, ConnectionState.NeedsReconnect)).ReconnectReason);
        await Eventually.HoldsAsync(
            async () => (await SummariesAsync(platform, days)).All(summary => summary.Metrics.All(metric => metric.Aggregate.Count == 1)),
            "nothing of them is in a figure");
    }

    [Fact]
    public async Task A_refresh_that_names_no_scopes_leaves_the_consent_as_it_was()
    {
        await using SmallPlatform platform = await RefreshingAsync(namesScopes: false);
        DateOnly[] days = [platform.Yesterday, platform.Yesterday.AddDays(-9)];
        await IsRightAsync(platform, days);
        IssuedCredential before = await platform.CredentialAsync(platform.People[0]);
        await RefreshedAsync(platform, platform.People[0]);

        Assert.Equal(before.Scopes, (await platform.CredentialAsync(platform.People[0])).Scopes);
        await IsRightAsync(platform, days);
    }

    /// <summary>Waits until a person's credential has been refreshed.</summary>
    private static async Task RefreshedAsync(SmallPlatform platform, SandboxMember person)
    {
        string before = (await platform.CredentialAsync(person)).AccessToken;
        await Eventually.HoldsAsync(
            async () =>
            {
                await platform.WakeAsync();
                return (await platform.CredentialAsync(person)).AccessToken != before;
            },
            "a refresh has come");
    }

    /// <summary>A platform of two whose tokens are refreshed every few seconds.</summary>
    private static Task<SmallPlatform> RefreshingAsync(bool namesScopes = true) => SmallPlatform.StartAsync(
        2,
        settings => settings["Accounts:RefreshAhead"] = "00:00:01",
        sandbox =>
        {
            sandbox.AccessTokenLifetime = TimeSpan.FromSeconds(6);
            sandbox.NamesScopesOnRefresh = namesScopes;
        });

    private static IEnumerable<string> ScopesOf(MetricDefinition metric) =>
        metric.MadeOf.Select(name => OuraKind.All.Single(kind => kind.Name == name).Scope ?? OuraScopes.Personal);

    private static Task<TeamSummary[]> SummariesAsync(SmallPlatform platform, IEnumerable<DateOnly> days) =>
        Task.WhenAll(days.Select(day => platform.Client.SummaryAsync(SmallPlatform.Organization, SmallPlatform.Team, day)));

    private static int DayOfRates(TeamSummary summary) => summary.Metrics.FirstOrDefault(metric => metric.MetricId == "day_average_heart_rate")?.Aggregate.Count ?? 0;

    private static async Task IsRightAsync(SmallPlatform platform, IEnumerable<DateOnly> days)
    {
        foreach (DateOnly day in days)
        {
            await platform.IsRightAsync(day: day);
        }
    }

    private static async Task ReconnectAsync(SmallPlatform platform, Member member, SandboxMember person, IReadOnlyCollection<string> withdrawn)
    {
        CreateJoinLinkResponse link = await platform.Client.Teams.CreateJoinLinkAsync(
            new CreateJoinLinkRequest { OrganizationId = SmallPlatform.Organization, TeamId = SmallPlatform.Team, MemberId = member.MemberId }, platform.Client.Headers);
        Assert.Equal("Your ring is connected", (await Members.JoinAsync(new Uri(link.JoinLink), person, withdrawn: withdrawn)).Title);
    }
}
