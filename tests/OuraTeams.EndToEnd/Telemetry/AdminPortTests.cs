using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using OuraTeams.Server.Host;

namespace OuraTeams.EndToEnd;

/// <summary>What operators need is on the admin port, there alone, and the dashboard asks for the token.</summary>
public sealed class AdminPortTests
{
    private static readonly HttpClient Http = new();

    [Fact]
    public async Task Metrics_are_on_the_admin_port_alone_and_the_dashboard_is_off()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1, join: false);
        using HttpResponseMessage metrics = await Http.GetAsync(new Uri(platform.Settings.Admin, "/metrics"));

        Assert.Equal(HttpStatusCode.OK, metrics.StatusCode);
        Assert.Contains("ourateams_intake_deliveries_total{outcome=\"accepted\"} 0", await metrics.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(platform.Settings.Http, "/metrics"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(platform.Settings.Admin, "/dashboard/"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(platform.Settings.Admin, "/webhooks/oura/main"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(platform.Settings.Admin, "/join/a/b/c"));
    }

    [Fact]
    public async Task The_dashboard_asks_for_the_admins_token_by_bearer_or_as_a_password_and_hides_log_lines_and_states()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1, settings => settings["Dashboard:Enabled"] = "true", join: false);
        string token = (await File.ReadAllTextAsync(Path.Combine(platform.DataFolder, "development.token"))).Trim();
        foreach (string page in new[] { "/dashboard/", "/dashboard/DashboardCounters", "/dashboard/Trace" })
        {
            using HttpResponseMessage refused = await Http.GetAsync(new Uri(platform.Settings.Admin, page));
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            Assert.Equal("Basic", refused.Headers.WwwAuthenticate.Single().Scheme);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(platform.Settings.Admin, "/dashboard/", new("Bearer", "guess")));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(platform.Settings.Admin, "/dashboard/", new("Basic", "not base64")));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(platform.Settings.Admin, "/dashboard/", Password("guess")));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(platform.Settings.Admin, "/dashboard/", new("Bearer", token)));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(platform.Settings.Admin, "/dashboard/DashboardCounters", Password(token)));
        Assert.NotEqual(HttpStatusCode.OK, await StatusAsync(platform.Settings.Admin, "/dashboard/Trace", Password(token)));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(platform.Settings.Admin, "/dashboard/GrainState?grainId=a&grainType=OuraTeams.Grains.RingAccountGrain", Password(token)));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(platform.Settings.Http, "/dashboard/", new("Bearer", token)));
    }

    [Fact]
    public async Task Another_token_can_be_set_and_no_development_token_is_made_then()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(
            1,
            settings =>
            {
                settings["Dashboard:Enabled"] = "true";
                settings["Access:Token"] = "of the operators";
            },
            join: false);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(platform.Settings.Admin, "/dashboard/", Password("of the operators")));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(platform.Settings.Admin, "/dashboard/", Password("of the operator")));
        Assert.False(File.Exists(Path.Combine(platform.DataFolder, "development.token")));
    }

    [Fact]
    public async Task Without_an_admin_port_nobody_listens_there()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("ourateams-admin-");
        await using (Sandbox.OuraSandbox sandbox = await Sandbox.OuraSandbox.StartAsync(new Sandbox.SandboxOptions { Url = "http://127.0.0.1:0", Members = 1, HistoryDays = 2 }))
        {
            var settings = new ServerSettings(sandbox, folder.FullName);
            settings.Values["Listen:AdminPort"] = "0";
            await using WebApplication server = ServerApplication.Build([], settings.Values, TestLog.Configure);
            await server.StartAsync();
            Assert.Equal(2, server.Urls.Count);
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(settings.Http, "/metrics"));
            await server.StopAsync();
        }

        folder.Delete(recursive: true);
    }

    private static AuthenticationHeaderValue Password(string token) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"anybody:{token}")));

    private static async Task<HttpStatusCode> StatusAsync(Uri server, string path, AuthenticationHeaderValue? authorization = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server, path));
        request.Headers.Authorization = authorization;
        using HttpResponseMessage answer = await Http.SendAsync(request);
        return answer.StatusCode;
    }
}
