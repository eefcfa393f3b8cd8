using System.Globalization;
using System.Text;
using OuraTeams.Sandbox.Documents;
using OuraTeams.Sandbox.OAuth;
using OuraTeams.Sandbox.TimeSeries;

namespace OuraTeams.Sandbox;

/// <summary>The page at the root: what this is, and who lives in it.</summary>
internal static class IndexPage
{
    private const int MembersShown = 500;

    /// <summary>The page.</summary>
    public static string Of(SandboxOptions options, World world, GrantStore grants)
    {
        var kinds = DocumentKinds.All.Select(kind => kind.Route)
            .Concat(TimeSeriesKinds.Of(options.Generation).Select(series => series.Route))
            .Append("personal_info").Order(StringComparer.Ordinal);
        var body = new StringBuilder();
        body.Append(CultureInfo.InvariantCulture, $"""
            <p>A stand-in for Oura Cloud API v2 with made-up members. A client that is written for Oura works against it
            when its addresses point here. It is neither made nor approved by Oura.</p>
            <h2>Settings</h2>
            <dl>
            <dt>Client id</dt><dd><code>{Page.Encode(options.ClientId)}</code></dd>
            <dt>Version of the API</dt><dd>{(options.Generation == OuraGeneration.V129 ? "1.29" : "1.37")}</dd>
            <dt>Time in its world</dt><dd>{world.Now.UtcDateTime:yyyy-MM-dd HH:mm} UTC, {Speed(options)}</dd>
            <dt>World</dt><dd>seed {options.Seed}, {options.HistoryDays} days of history</dd>
            <dt>Limit</dt><dd>{Limit(options.RequestsPerToken)} for each access token, {Limit(options.RequestsPerApp)} for the app, in {options.RateWindow.TotalMinutes:0.#} minutes</dd>
            </dl>
            <h2>Addresses</h2>
            <dl>
            <dt>Sign in</dt><dd><code>/oauth/authorize</code> or <code>/oauth/v2/ext/oauth-authorize</code></dd>
            <dt>Tokens</dt><dd><code>/oauth/token</code> or <code>/oauth/v2/ext/oauth-token</code></dd>
            <dt>Discovery</dt><dd><a href="{DiscoveryEndpoint.Path}">openid-configuration</a></dd>
            <dt>Webhooks</dt><dd><code>/v2/webhook/subscription</code></dd>
            <dt>Data</dt><dd><code>/v2/usercollection/</code> and its mirror <code>/v2/sandbox/usercollection/</code>, with</dd>
            </dl>
            <ul class="kinds">{string.Concat(kinds.Select(kind => $"<li><code>{kind}</code></li>"))}</ul>
            <h2>{world.Members.Count} {(world.Members.Count == 1 ? "member" : "members")}</h2>
            <div class="scroll"><table><thead><tr><th>Name</th><th>E-mail</th><th class="number">Age</th><th>State</th><th>Id</th></tr></thead><tbody>

            """);
        foreach (var member in world.Members.Take(MembersShown))
        {
            var state = !world.HasMembership(member.Id) ? "membership lapsed" : grants.HasGrant(member.Id) ? "connected" : "";
            body.Append(CultureInfo.InvariantCulture, $"<tr><td>{Page.Encode(member.Name)}</td><td>{Page.Encode(member.Email)}</td><td class=\"number\">{member.Age}</td><td>{state}</td><td><code>{member.Id}</code></td></tr>\n");
        }

        body.Append("</tbody></table></div>");
        if (world.Members.Count > MembersShown)
        {
            body.Append(CultureInfo.InvariantCulture, $"<p class=\"note\">And {world.Members.Count - MembersShown} more.</p>");
        }

        return Page.Of("Oura sandbox", body.ToString(), wide: true);
    }

    private static string Speed(SandboxOptions options)
    {
        var life = options.DailyLife ? "members live their days" : options.SyncsPerSecond > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{options.SyncsPerSecond:0.###} syncs a second")
            : "nothing changes by itself";
        return options.WorldSpeed > 1 ? string.Create(CultureInfo.InvariantCulture, $"{options.WorldSpeed:0.###} times real time, {life}") : life;
    }

    private static string Limit(int requests) =>
        requests == 0 ? "none" : string.Create(CultureInfo.InvariantCulture, $"{requests:N0} requests");
}
