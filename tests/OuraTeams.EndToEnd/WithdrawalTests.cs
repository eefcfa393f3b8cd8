using OuraTeams.Metrics;
using OuraTeams.Oura;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;

namespace OuraTeams.EndToEnd;

/// <summary>A member connects again and grants less than before.</summary>
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
