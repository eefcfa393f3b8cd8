using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;

namespace OuraTeams.EndToEnd;

/// <summary>Brings the sandbox's people into a team.</summary>
internal static class Members
{
    /// <summary>Makes organization and team and has everybody join by their link.</summary>
    public static async Task JoinAllAsync(Client client, string organization, string team, IReadOnlyList<SandboxMember> people)
    {
        await client.Organizations.CreateOrganizationAsync(new CreateOrganizationRequest { OrganizationId = organization, DisplayName = "Club" }, client.Headers);
        await client.Teams.CreateTeamAsync(new CreateTeamRequest { OrganizationId = organization, TeamId = team, DisplayName = "Team" }, client.Headers);
        await JoinMoreAsync(client, organization, team, people);
    }

    /// <summary>Has everybody join a team that stands already, by their link.</summary>
    public static Task JoinMoreAsync(Client client, string organization, string team, IReadOnlyList<SandboxMember> people) =>
        Parallel.ForEachAsync(people, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (person, _) =>
        {
            Page last = await JoinAsync(await InviteAsync(client, organization, team, person.Name), person);
            Assert.True(last.Title == "Your ring is connected", $"{last.Status} {last.Address}: {last.Text}");
        });

    /// <summary>Invites one.</summary>
    /// <returns>The join link.</returns>
    public static async Task<Uri> InviteAsync(Client client, string organization, string team, string name) =>
        new((await client.Teams.InviteMemberAsync(
            new InviteMemberRequest { OrganizationId = organization, TeamId = team, DisplayName = name }, client.Headers)).JoinLink);

    /// <summary>Opens the link and consents to everything, but for scopes that are unticked.</summary>
    /// <returns>The page at the end.</returns>
    public static async Task<Page> JoinAsync(Uri link, SandboxMember person, string decision = "allow", IReadOnlyCollection<string>? withdrawn = null)
    {
        using var browser = new Browser();
        Page consent = await browser.GoAsync(link);
        Page oura = await browser.SubmitAsync(consent);
        return await browser.SubmitAsync(oura, fields =>
        {
            Answer(fields, person, decision);
            Assert.Equal(withdrawn?.Count ?? 0, fields.RemoveAll(field => field.Key == "scope" && withdrawn?.Contains(field.Value) == true));
        });
    }

    /// <summary>Fills in the stand-in's consent page.</summary>
    public static void Answer(List<KeyValuePair<string, string>> fields, SandboxMember person, string decision)
    {
        fields.RemoveAll(field => field.Key is "member" or "decision");
        fields.Add(KeyValuePair.Create("member", person.Id));
        fields.Add(KeyValuePair.Create("decision", decision));
    }
}
