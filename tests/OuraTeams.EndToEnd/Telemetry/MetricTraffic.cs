using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;

namespace OuraTeams.EndToEnd;

/// <summary>Traffic and trouble that give the metrics of a platform their labels.</summary>
internal static class MetricTraffic
{
    public const string Organization = "club";
    public const string Team = "squad";

    /// <summary>Every member's ring syncs; Oura fails now and then and asks for a pause; somebody sends nonsense; a coach looks.</summary>
    public static async Task LiveAsync(OuraSandbox sandbox, Client client, Deliveries deliveries, int members)
    {
        DateOnly yesterday = sandbox.World.Today.AddDays(-1);
        List<SandboxMember> people = [.. sandbox.World.Members.Take(members)];
        Task RightAsync() => Truth.HoldsAsync(sandbox.World, people, () => client.SummaryAsync(Organization, Team, yesterday));
        await RightAsync();
        long pauses = sandbox.Faults.Hits(FaultKind.RateLimit);
        sandbox.Faults.Add(new Fault { Kind = FaultKind.RateLimit, Times = 1, Where = "/v2/usercollection", Delay = TimeSpan.FromSeconds(2) });
        Sync(people[0]);
        await Eventually.HoldsAsync(() => Task.FromResult(sandbox.Faults.Hits(FaultKind.RateLimit) > pauses), "Oura asks for a pause");
        sandbox.Faults.Add(new Fault { Kind = FaultKind.ServerError, Times = 8, Where = "/v2/usercollection" });
        people.Skip(1).ToList().ForEach(Sync);

        (await deliveries.SendAsync(Deliveries.Event("update", "daily_sleep", "a", "nobody-we-know"))).Dispose();
        (await deliveries.SendRawAsync([1, 2, 3], Deliveries.Now(), new string('A', 64))).Dispose();
        await RightAsync();
        await client.Metrics.GetMetricTrendAsync(
            new GetMetricTrendRequest
            {
                OrganizationId = Organization,
                TeamId = Team,
                MetricId = "average_hrv",
                StartDay = $"{yesterday.AddDays(-2):yyyy-MM-dd}",
                EndDay = $"{yesterday:yyyy-MM-dd}",
            },
            client.Headers);

        void Sync(SandboxMember person)
        {
            SandboxDocument activity = sandbox.World.Documents(person.Id, "daily_activity").First(document => document.Day == yesterday);
            sandbox.Webhooks.Publish(sandbox.World.Revise(person.Id, "daily_activity", activity.Id));
        }
    }

    /// <summary>Waits until the history of everybody is read.</summary>
    public static Task HistoryIsReadAsync(Client client, int members) => Eventually.HoldsAsync(
        async () =>
        {
            ListRingAccountsResponse accounts = await client.Fleet.ListRingAccountsAsync(new ListRingAccountsRequest { OrganizationId = Organization, PageSize = 200 }, client.Headers);
            return accounts.RingAccounts.Count == members && accounts.RingAccounts.All(account => account.HistoryPartsLeft == 0);
        },
        "the history is read");

    /// <summary>Ids and names of everybody.</summary>
    public static async Task<IReadOnlyList<string>> NamesAsync(OuraSandbox sandbox, Client client)
    {
        ListMembersResponse roster = await client.Teams.ListMembersAsync(new ListMembersRequest { OrganizationId = Organization, TeamId = Team, PageSize = 200 }, client.Headers);
        return [.. roster.Members.SelectMany(member => new[] { member.MemberId, member.DisplayName }), .. sandbox.World.Members.SelectMany(person => new[] { person.Id, person.Email })];
    }
}
