using Google.Rpc;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;
using OuraTeams.Metrics.Catalogue;
using OuraTeams.Protocol.V1;

namespace OuraTeams.EndToEnd;

[Collection(PlatformTests.Name)]
public sealed class GrpcTests(PlatformFixture platform)
{
    private const string Organization = PlatformFixture.Organization;
    private const string Team = PlatformFixture.Team;

    private Client Client => platform.Client;

    [Fact]
    public async Task Without_the_token_every_service_says_UNAUTHENTICATED()
    {
        foreach (Metadata headers in new[] { new Metadata(), new Metadata { { "authorization", "Bearer wrong" } }, new Metadata { { "authorization", "Basic x" } } })
        {
            await RefusedAsync(StatusCode.Unauthenticated, () => Client.Organizations.GetOrganizationAsync(new GetOrganizationRequest { OrganizationId = Organization }, headers).ResponseAsync);
            await RefusedAsync(StatusCode.Unauthenticated, () => Client.Teams.ListMembersAsync(new ListMembersRequest { OrganizationId = Organization, TeamId = Team }, headers).ResponseAsync);
            await RefusedAsync(StatusCode.Unauthenticated, () => Client.Metrics.ListMetricsAsync(new ListMetricsRequest(), headers).ResponseAsync);
            using AsyncServerStreamingCall<WatchTeamSummaryResponse> watch = Client.Metrics.WatchTeamSummary(
                new WatchTeamSummaryRequest { OrganizationId = Organization, TeamId = Team }, headers);
            await RefusedAsync(StatusCode.Unauthenticated, () => watch.ResponseStream.MoveNext(CancellationToken.None));
        }
    }

    [Fact]
    public Task An_unknown_team_is_NOT_FOUND_and_named() => NamesAsync(
        StatusCode.NotFound, "team_id", () => Client.SummaryAsync(Organization, "nobody", platform.World.Today));

    [Fact]
    public Task A_team_of_another_organization_is_NOT_FOUND() => NamesAsync(
        StatusCode.NotFound, "team_id", () => Client.SummaryAsync("other", Team, platform.World.Today));

    [Theory]
    [InlineData("2026-02-30")]
    [InlineData("yesterday")]
    [InlineData("2026-3-1")]
    [InlineData("2026-03-01T00:00:00Z")]
    public Task A_day_that_is_no_date_is_INVALID_ARGUMENT_and_named(string day) => NamesAsync(
        StatusCode.InvalidArgument,
        "day",
        () => Client.Metrics.GetTeamSummaryAsync(new GetTeamSummaryRequest { OrganizationId = Organization, TeamId = Team, Day = day }, Client.Headers).ResponseAsync);

    [Theory]
    [InlineData("2026-03-10", "2026-03-09", "average_hrv", StatusCode.InvalidArgument, "end_day")]
    [InlineData("2024-03-10", "2026-03-09", "average_hrv", StatusCode.InvalidArgument, "end_day")]
    [InlineData("", "2026-03-09", "average_hrv", StatusCode.InvalidArgument, "start_day")]
    [InlineData("2026-03-01", "2026-03-09", "", StatusCode.InvalidArgument, "metric_id")]
    [InlineData("2026-03-01", "2026-03-09", "happiness", StatusCode.NotFound, "metric_id")]
    public Task A_trend_that_makes_no_sense_names_the_field(string start, string end, string metric, StatusCode status, string field) => NamesAsync(
        status,
        field,
        () => Client.Metrics.GetMetricTrendAsync(
            new GetMetricTrendRequest { OrganizationId = Organization, TeamId = Team, MetricId = metric, StartDay = start, EndDay = end }, Client.Headers).ResponseAsync);

    [Fact]
    public async Task Everything_wrong_with_a_request_is_said_at_once()
    {
        RpcException refusal = await Assert.ThrowsAsync<RpcException>(() => Client.Teams.CreateTeamAsync(
            new CreateTeamRequest { OrganizationId = "No", TeamId = "-x", DisplayName = " ", TimeZone = "Mars/Base" }, Client.Headers).ResponseAsync);

        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.Equal(["organization_id", "team_id", "display_name", "time_zone"], Fields(refusal));
    }

    [Fact]
    public async Task An_id_that_is_taken_is_ALREADY_EXISTS()
    {
        await NamesAsync(StatusCode.AlreadyExists, "organization_id", () => Client.Organizations.CreateOrganizationAsync(
            new CreateOrganizationRequest { OrganizationId = Organization, DisplayName = "Again" }, Client.Headers).ResponseAsync);
        await NamesAsync(StatusCode.AlreadyExists, "team_id", () => Client.Teams.CreateTeamAsync(
            new CreateTeamRequest { OrganizationId = Organization, TeamId = Team, DisplayName = "Again" }, Client.Headers).ResponseAsync);
    }

    [Fact]
    public Task An_organization_on_an_app_that_is_not_set_up_is_refused() => NamesAsync(
        StatusCode.InvalidArgument,
        "oura_app",
        () => Client.Organizations.CreateOrganizationAsync(
            new CreateOrganizationRequest { OrganizationId = "new-club", DisplayName = "New", OuraApp = "other" }, Client.Headers).ResponseAsync);

    [Fact]
    public async Task The_roster_comes_in_pages_and_each_member_once()
    {
        var members = new List<Member>();
        string token = "";
        do
        {
            ListMembersResponse page = await Client.Teams.ListMembersAsync(
                new ListMembersRequest { OrganizationId = Organization, TeamId = Team, PageSize = 7, PageToken = token }, Client.Headers);
            Assert.InRange(page.Members.Count, 1, 7);
            members.AddRange(page.Members);
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        Assert.Equal(40, members.DistinctBy(member => member.MemberId).Count());
        Assert.Equal(platform.World.Members.Select(person => person.Name).Order(), members.Select(member => member.DisplayName).Order());
        Assert.All(members, member => Assert.Equal(ConnectionState.Connected, member.ConnectionState));
    }

    [Theory]
    [InlineData(-1, "", "page_size")]
    [InlineData(201, "", "page_size")]
    [InlineData(10, "nonsense!", "page_token")]
    public Task A_page_that_can_not_be_is_INVALID_ARGUMENT(int size, string token, string field) => NamesAsync(
        StatusCode.InvalidArgument,
        field,
        () => Client.Teams.ListMembersAsync(
            new ListMembersRequest { OrganizationId = Organization, TeamId = Team, PageSize = size, PageToken = token }, Client.Headers).ResponseAsync);

    [Fact]
    public async Task The_catalogue_is_served_whole()
    {
        ListMetricsResponse answer = await Client.Metrics.ListMetricsAsync(new ListMetricsRequest(), Client.Headers);

        Assert.Equal(MetricCatalogue.All.Select(metric => metric.Id), answer.Metrics.Select(metric => metric.MetricId));
        Assert.All(answer.Metrics, metric => Assert.True(metric.Resolution > 0 && metric.Direction != Protocol.V1.MetricDirection.Unspecified));
    }

    [Fact]
    public async Task Reflection_names_the_services_and_health_says_serving()
    {
        var reflection = new ServerReflection.ServerReflectionClient(Client.Channel);
        using AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> call = reflection.ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        string[] services = [.. call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name)];
        await call.RequestStream.CompleteAsync();

        Assert.Superset(
            new HashSet<string> { "ourateams.v1.OrganizationService", "ourateams.v1.TeamService", "ourateams.v1.MetricsService", "grpc.health.v1.Health" },
            services.ToHashSet());
        HealthCheckResponse health = await new Health.HealthClient(Client.Channel).CheckAsync(new HealthCheckRequest());
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);
    }

    [Fact]
    public async Task Each_port_answers_only_what_belongs_to_it()
    {
        using var http = new HttpClient { DefaultRequestVersion = new Version(2, 0), DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using HttpResponseMessage answer = await http.GetAsync(new Uri(platform.Settings.Grpc, "/health/live"));

        Assert.Equal(System.Net.HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static async Task<RpcException> RefusedAsync(StatusCode status, Func<Task> call)
    {
        RpcException refusal = await Assert.ThrowsAsync<RpcException>(call);
        Assert.Equal(status, refusal.StatusCode);
        return refusal;
    }

    private static async Task NamesAsync(StatusCode status, string field, Func<Task> call)
    {
        RpcException refusal = await RefusedAsync(status, call);
        Assert.Contains(field, Fields(refusal));
        Assert.Contains(field, refusal.Status.Detail, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Fields(RpcException refusal) =>
        refusal.GetRpcStatus()?.GetDetail<BadRequest>()?.FieldViolations.Select(violation => violation.Field) ?? [];
}
