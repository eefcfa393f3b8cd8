using Grpc.Core;
using OuraTeams.Metrics.Catalogue;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;

namespace OuraTeams.EndToEnd;

[Collection(PlatformTests.Name)]
public sealed class SummaryTests(PlatformFixture platform)
{
    private DateOnly Yesterday => platform.World.Today.AddDays(-1);

    [Fact]
    public async Task Every_metric_and_percentile_of_every_day_equals_what_the_documents_say()
    {
        Assert.Equal(MetricCatalogue.All.Count, Truth.MetricCount);
        for (int back = 0; back < PlatformFixture.HistoryDays; back++)
        {
            await platform.IsRightAsync(platform.World.Today.AddDays(-back));
        }

        TeamSummary summary = await platform.Client.SummaryAsync(PlatformFixture.Organization, PlatformFixture.Team, Yesterday);
        Assert.Equal(40, summary.MemberCount);
        Assert.InRange(summary.ReportingCount, 30, 40);
        
        // Nobody has to have rested, napped or tagged that day; heart beats are for research partners.
        Assert.True(summary.Metrics.Count > MetricCatalogue.All.Count - 12, $"{summary.Metrics.Count}");
    }

    [Fact]
    public async Task Repeated_events_and_versions_in_any_order_give_the_same_as_once_in_order()
    {
        var random = new Random(5);
        var bodies = new List<string>();
        foreach (SandboxMember member in platform.World.Members.Take(10))
        {
            SandboxDocument activity = platform.World.Documents(member.Id, "daily_activity").Single(document => document.Day == Yesterday);
            for (int version = 0; version < 3; version++)
            {
                WorldChange change = platform.World.Revise(member.Id, "daily_activity", activity.Id);
                bodies.AddRange(Enumerable.Repeat(Deliveries.Event(change.EventType, change.DataType, change.DocumentId, change.MemberId), 5));
            }
        }

        string[] shuffled = [.. bodies];
        random.Shuffle(shuffled);
        foreach (string body in shuffled)
        {
            using HttpResponseMessage answer = await platform.Deliveries.SendAsync(body);
            Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        }

        await platform.IsRightAsync(Yesterday);
    }

    [Fact]
    public async Task A_deleted_document_leaves_cache_and_aggregates_and_comes_back_when_it_is_restored()
    {
        SandboxMember member = platform.World.Members.First(known =>
            platform.World.Documents(known.Id, "daily_readiness").Any(document => document.Day == Yesterday && document.Body["score"] is not null));
        SandboxDocument readiness = platform.World.Documents(member.Id, "daily_readiness").First(document => document.Day == Yesterday);
        await platform.IsRightAsync(Yesterday);
        int before = await ReadinessCountAsync();

        platform.Sandbox.Webhooks.Publish(platform.World.Delete(member.Id, "daily_readiness", readiness.Id));
        await platform.IsRightAsync(Yesterday);
        Assert.Equal(before - 1, await ReadinessCountAsync());

        platform.Sandbox.Webhooks.Publish(platform.World.Restore(member.Id, "daily_readiness", readiness.Id));
        await platform.IsRightAsync(Yesterday);
        Assert.Equal(before, await ReadinessCountAsync());
    }

    [Fact]
    public async Task A_watcher_sees_a_revision_that_comes_by_webhook()
    {
        SandboxMember member = platform.World.Members[0];
        SandboxDocument activity = platform.World.Documents(member.Id, "daily_activity").First(document => document.Day == Yesterday);
        await platform.IsRightAsync(Yesterday);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        using AsyncServerStreamingCall<WatchTeamSummaryResponse> watch = platform.Client.Metrics.WatchTeamSummary(
            new WatchTeamSummaryRequest { OrganizationId = PlatformFixture.Organization, TeamId = PlatformFixture.Team, Day = $"{Yesterday:yyyy-MM-dd}" },
            platform.Client.Headers,
            cancellationToken: limit.Token);
        Assert.True(await watch.ResponseStream.MoveNext(limit.Token));
        Assert.Null(Truth.Difference(platform.World, platform.World.Members, watch.ResponseStream.Current.Summary));

        platform.Sandbox.Webhooks.Publish(platform.World.Set(member.Id, "daily_activity", activity.Id, "steps", 54_321));

        do
        {
            Assert.True(await watch.ResponseStream.MoveNext(limit.Token));
        }
        while (Truth.Difference(platform.World, platform.World.Members, watch.ResponseStream.Current.Summary) is not null);

        Assert.Equal(54_321, watch.ResponseStream.Current.Summary.Metrics.Single(metric => metric.MetricId == "steps").Aggregate.Max);
    }

    [Fact]
    public async Task A_trend_gives_the_same_numbers_as_the_summaries_of_its_days()
    {
        DateOnly first = Yesterday.AddDays(-40);
        await platform.IsRightAsync(Yesterday);

        GetMetricTrendResponse trend = await platform.Client.Metrics.GetMetricTrendAsync(
            new GetMetricTrendRequest
            {
                OrganizationId = PlatformFixture.Organization,
                TeamId = PlatformFixture.Team,
                MetricId = "average_hrv",
                StartDay = $"{first:yyyy-MM-dd}",
                EndDay = $"{Yesterday:yyyy-MM-dd}",
            },
            platform.Client.Headers);

        Assert.Equal("ms", trend.Unit);
        Assert.Equal(41, trend.Points.Count);
        Assert.Null(trend.Points[0].Aggregate);
        foreach (TrendPoint point in trend.Points)
        {
            TeamSummary summary = await platform.Client.SummaryAsync(PlatformFixture.Organization, PlatformFixture.Team, DateOnly.ParseExact(point.Day, "yyyy-MM-dd"));
            Assert.Equal(summary.Metrics.FirstOrDefault(metric => metric.MetricId == "average_hrv")?.Aggregate, point.Aggregate);
        }
    }

    private async Task<int> ReadinessCountAsync() =>
        (await platform.Client.SummaryAsync(PlatformFixture.Organization, PlatformFixture.Team, Yesterday))
            .Metrics.Single(metric => metric.MetricId == "readiness_score").Aggregate.Count;
}
