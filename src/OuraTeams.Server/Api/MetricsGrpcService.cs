using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.Teams;
using OuraTeams.Metrics.Catalogue;
using OuraTeams.Protocol.V1;
using Metric = OuraTeams.Protocol.V1.Metric;
using MetricDirection = OuraTeams.Metrics.Catalogue.MetricDirection;
using WireAggregate = OuraTeams.Protocol.V1.Aggregate;
using WireDirection = OuraTeams.Protocol.V1.MetricDirection;

namespace OuraTeams.Server.Api;

/// <summary><c>ourateams.v1.MetricsService</c>.</summary>
internal sealed class MetricsGrpcService(IClusterClient cluster, TimeProvider clock) : MetricsService.MetricsServiceBase
{
    private const int LongestTrend = 400;

    public override Task<ListMetricsResponse> ListMetrics(ListMetricsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListMetricsResponse { Metrics = { MetricCatalogue.All.Select(Map) } });

    public override async Task<GetTeamSummaryResponse> GetTeamSummary(GetTeamSummaryRequest request, ServerCallContext context)
    {
        (TeamKey key, DateOnly? day) = TeamDay(request.OrganizationId, request.TeamId, request.Day);
        TeamDaySummary summary = await Grain(key).SummarizeAsync(day ?? await TodayAsync(key), context.CancellationToken) ?? throw TeamGrpcService.NoTeam(key);
        return new GetTeamSummaryResponse { Summary = Map(key, summary) };
    }

    public override async Task<GetMetricTrendResponse> GetMetricTrend(GetMetricTrendRequest request, ServerCallContext context)
    {
        var check = new FieldChecks();
        TeamKey key = TeamGrpcService.TeamOf(check, request.OrganizationId, request.TeamId);
        DateOnly first = check.Day("start_day", request.StartDay);
        DateOnly last = check.Day("end_day", request.EndDay);
        check.ThrowIfAny();
        check.Require(last >= first, "end_day", "must not be before start_day");
        check.Require(last.DayNumber - first.DayNumber < LongestTrend, "end_day", $"must be at most {LongestTrend - 1} days after start_day");
        check.Require(request.MetricId.Length > 0, "metric_id", "is missing");
        check.ThrowIfAny();
        MetricDefinition metric = MetricCatalogue.Find(request.MetricId) ?? throw Refusal.NotFound("metric_id", "metric", request.MetricId);
        TeamTrend trend = await Grain(key).GetTrendAsync(metric.Number, first, last, context.CancellationToken) ?? throw TeamGrpcService.NoTeam(key);
        return new GetMetricTrendResponse
        {
            MetricId = metric.Id,
            Unit = metric.Unit,
            MissingCount = trend.Missing,
            Points = { trend.Days.Select(day => new TrendPoint { Day = Text(day.Day), Aggregate = day.Summary is { } summary ? Map(summary) : null }) },
        };
    }

    public override async Task WatchTeamSummary(
        WatchTeamSummaryRequest request, IServerStreamWriter<WatchTeamSummaryResponse> responseStream, ServerCallContext context)
    {
        (TeamKey key, DateOnly? day) = TeamDay(request.OrganizationId, request.TeamId, request.Day);
        TeamSummary? sent = null;
        while (true)
        {
            TeamDaySummary summary = await Grain(key).SummarizeAsync(day ?? await TodayAsync(key), context.CancellationToken) ?? throw TeamGrpcService.NoTeam(key);
            TeamSummary now = Map(key, summary);
            if (sent is null || !SameNumbers(sent, now))
            {
                // Without the token: gRPC resets a call whose write is cancelled, and the client must get the status of a stop.
                context.CancellationToken.ThrowIfCancellationRequested();
                await responseStream.WriteAsync(new WatchTeamSummaryResponse { Summary = now });
                sent = now;
            }

            // The wait ends after some seconds, so that a new day is noticed after midnight.
            await Grain(key).WaitForChangeAsync(summary.Change, context.CancellationToken);
        }
    }

    private static (TeamKey Key, DateOnly? Day) TeamDay(string organization, string team, string day)
    {
        var check = new FieldChecks();
        TeamKey key = TeamGrpcService.TeamOf(check, organization, team);
        DateOnly? wanted = day.Length == 0 ? null : check.Day("day", day);
        check.ThrowIfAny();
        return (key, wanted);
    }

    private static bool SameNumbers(TeamSummary one, TeamSummary other)
    {
        TeamSummary copy = one.Clone();
        copy.ComputeTime = other.ComputeTime;
        return copy.Equals(other);
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static TeamSummary Map(TeamKey key, TeamDaySummary summary) => new()
    {
        OrganizationId = key.Organization,
        TeamId = key.Team,
        Day = Text(summary.Day),
        MemberCount = summary.Members,
        ReportingCount = summary.Reporting,
        MissingCount = summary.Missing,
        Metrics =
        {
            summary.Metrics.Select(metric => new MetricAggregate
            {
                MetricId = MetricCatalogue.All[metric.Metric].Id,
                Unit = MetricCatalogue.All[metric.Metric].Unit,
                Aggregate = Map(metric),
            }),
        },
        ComputeTime = summary.ComputedAt.ToTimestamp(),
    };

    private static WireAggregate Map(MetricSummary summary) => new()
    {
        Count = summary.Count,
        Mean = summary.Mean,
        Min = summary.Minimum,
        Max = summary.Maximum,
        P10 = summary.P10,
        P25 = summary.P25,
        P50 = summary.P50,
        P75 = summary.P75,
        P90 = summary.P90,
    };

    private static Metric Map(MetricDefinition metric) => new()
    {
        MetricId = metric.Id,
        DisplayName = metric.Name,
        Unit = metric.Unit,
        Resolution = (double)metric.Resolution,
        Direction = metric.Direction switch
        {
            MetricDirection.Higher => WireDirection.HigherIsBetter,
            MetricDirection.Lower => WireDirection.LowerIsBetter,
            _ => WireDirection.Neither,
        },
        Description = metric.Description,
    };

    private async Task<DateOnly> TodayAsync(TeamKey key)
    {
        TeamSettings team = await Grain(key).GetSettingsAsync() ?? throw TeamGrpcService.NoTeam(key);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(team.TimeZone);
        return DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone).DateTime);
    }

    private ITeamGrain Grain(TeamKey key) => cluster.GetGrain<ITeamGrain>(key.ToString());
}
