using System.Net;
using OuraTeams.Sandbox;

namespace OuraTeams.Cluster.Tests;

/// <summary>Traces and metrics of a cluster whose roles are apart: whole, few, and without names, as those of one server.</summary>
public sealed class RolesApartTests(RolesApart roles) : IClassFixture<RolesApart>
{
    public static TheoryData<string> Nodes => ["intake-1", "silo-1", "silo-2", "gateway-1"];

    private TestCluster Cluster => roles.Cluster;

    [Theory]
    [MemberData(nameof(Nodes))]
    public void Every_label_of_every_role_is_known_has_a_value_of_few_and_names_nobody(string node)
    {
        Assert.True(roles.Names.Count >= 4 * RolesApart.Many);
        Assert.Empty(MetricLabels.Strange(roles.WithMany[node]));
        Assert.Empty(roles.WithMany[node].Naming(roles.Names));
    }

    [Theory]
    [MemberData(nameof(Nodes))]
    public void Twenty_more_members_bring_less_than_a_series_each_to_a_role(string node)
    {
        // Which silo an account comes to be on is by chance: what either of them had is not new.
        string role = node[..^2];
        IReadOnlyList<string> met = roles.WithMany[node].MetSince(roles.WithFew.Where(scrape => scrape.Key[..^2] == role).Select(scrape => scrape.Value));
        Assert.True(met.Count < RolesApart.Many - RolesApart.Few, string.Join('\n', met.Prepend($"{roles.WithFew[node].All.Count} and {met.Count} more")));
        Assert.InRange(roles.WithMany[node].All.Count, 100, 5_000);
    }

    [Fact(Skip = "Fails since a partition builds its columns when it is first asked: the summary is right, but after the kill it may come from what the partition asked the account, outside of the event's trace.")]
    public async Task One_trace_leads_from_the_intake_to_the_summary_though_the_silo_with_the_mark_is_killed_before_the_fetch()
    {
        SandboxMember person = Cluster.People[0];
        SandboxDocument activity = Cluster.World.Documents(person.Id, "daily_activity").First(document => document.Day == Cluster.World.Today.AddDays(-1));
        HashSet<string> known = [.. roles.Spans.Where(IsDelivery).Select(span => span.Trace)];
        long held = Cluster.Sandbox.Faults.Hits(FaultKind.Latency);
        Cluster.Sandbox.Faults.Add(new Fault { Kind = FaultKind.Latency, Times = 1, Delay = TimeSpan.FromMinutes(10), Where = $"/v2/usercollection/daily_activity/{activity.Id}" });
        WorldChange change = Cluster.World.Set(person.Id, "daily_activity", activity.Id, "steps", 54_321);
        using (HttpResponseMessage answer = await Cluster.Deliveries.SendAsync(Deliveries.Event(change.EventType, change.DataType, change.DocumentId, change.MemberId)))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        // The mark is kept and its spans have left; the fetch waits for Oura's answer.
        await Eventually.HoldsAsync(() => Task.FromResult(Cluster.Sandbox.Faults.Hits(FaultKind.Latency) > held), "the fetch is under way");
        OtlpSpan[] mark = [];
        await Eventually.HoldsAsync(
            () =>
            {
                IReadOnlyList<OtlpSpan> spans = roles.Spans;
                mark = [.. spans.Where(span => span.Name == "IRingAccountGrain/MarkAsync" && !known.Contains(span.Trace))
                    .Select(span => Path(span, spans)).Where(path => IsDelivery(path[0])).MaxBy(path => path.Length) ?? []];
                return Task.FromResult(mark.Length == 5);
            },
            "the trace leads to the mark");
        ClusterNode silo = Cluster.Silos.Single(node => node.Name == mark[^1].Node);
        await silo.KillAsync();
        await silo.StartAsync();
        await Cluster.IsRightAsync();

        OtlpSpan[] whole = [];
        await Eventually.HoldsAsync(
            () =>
            {
                IReadOnlyList<OtlpSpan> spans = roles.Spans;
                whole = [.. spans.Where(span => span.Name == "summarize day" && span.Trace == mark[0].Trace).Select(span => Path(span, spans)).FirstOrDefault(path => IsDelivery(path[0])) ?? []];
                return Task.FromResult(whole.Length > 0);
            },
            "the trace leads from the intake to the summary");
        Assert.Equal(
            [
                "POST /webhooks/oura/{app}",
                "queue append",
                "queue deliver",
                "IRingAccountGrain/MarkAsync",
                "IRingAccountGrain/MarkAsync",
                "fetch documents",
                "send days",
                "ITeamPartitionGrain/ReplaceAsync",
                "ITeamPartitionGrain/ReplaceAsync",
                "announce change",
                "ITeamGrain/NoteChangeAsync",
                "ITeamGrain/NoteChangeAsync",
                "summarize day",
            ],
            whole.Select(span => span.Name));
        Assert.All(whole.Take(2), span => Assert.Equal("intake-1", span.Node));
        Assert.All(whole.Skip(2), span => Assert.StartsWith("silo-", span.Node, StringComparison.Ordinal));
    }

    private static bool IsDelivery(OtlpSpan span) => span.Name == "POST /webhooks/oura/{app}";

    /// <summary>The spans that one is in, from the outermost on, and itself.</summary>
    private static OtlpSpan[] Path(OtlpSpan span, IReadOnlyList<OtlpSpan> spans)
    {
        var path = new List<OtlpSpan> { span };
        while (spans.FirstOrDefault(parent => parent.Id == path[^1].Parent) is { } parent)
        {
            path.Add(parent);
        }

        path.Reverse();
        return [.. path];
    }
}
