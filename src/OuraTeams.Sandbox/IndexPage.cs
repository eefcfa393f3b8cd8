using System.Text;
using OuraTeams.Sandbox.Documents;

namespace OuraTeams.Sandbox;

/// <summary>The page at the root: what this is, and who lives in it.</summary>
internal static class IndexPage
{
    private const int MembersShown = 500;

    /// <summary>The page.</summary>
    public static string Of(SandboxOptions options, World world)
    {
        var body = new StringBuilder();
        body.Append($"""
            <p>A stand-in for Oura Cloud API v2 with made-up members. A client that is written for Oura works against it
            when its addresses point here. It serves both of Oura's OAuth portals (<code>/oauth/authorize</code> and
            <code>/oauth/v2/ext/oauth-authorize</code>), webhooks (<code>/v2/webhook/subscription</code>) and the data
            routes under <code>/v2/usercollection/</code>: <code>personal_info</code>, {string.Join(", ", DocumentKinds.All.Select(kind => $"<code>{kind.Route}</code>"))}.</p>
            <p class="note">Client id <code>{Page.Encode(options.ClientId)}</code>, seed {options.Seed}, {options.HistoryDays} days of history,
            {options.SyncsPerSecond} syncs a second. It is neither made nor approved by Oura.</p>
            <h2>{world.Members.Count} members</h2>
            <table><tr><th>Name</th><th>E-mail</th><th>Age</th><th>Id</th></tr>

            """);
        foreach (var member in world.Members.Take(MembersShown))
        {
            body.Append($"<tr><td>{Page.Encode(member.Name)}</td><td>{Page.Encode(member.Email)}</td><td>{member.Age}</td><td><code>{member.Id}</code></td></tr>\n");
        }

        body.Append("</table>");
        if (world.Members.Count > MembersShown)
        {
            body.Append($"<p class=\"note\">And {world.Members.Count - MembersShown} more.</p>");
        }

        return Page.Of("Oura sandbox", body.ToString(), wide: true);
    }
}
