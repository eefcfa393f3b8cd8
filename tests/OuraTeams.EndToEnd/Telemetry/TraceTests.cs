using System.Diagnostics;
using System.Net;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;
using OuraTeams.Server.Telemetry;

namespace OuraTeams.EndToEnd;

/// <summary>One trace leads from the webhook to the aggregate, and names nobody.</summary>
public sealed class TraceTests(TracedFixture fixture) : IClassFixture<TracedFixture>
{
    private readonly TracedPlatform _traced = fixture.Traced;

    private SmallPlatform Platform => _traced.Platform;

    [Fact]
    public async Task One_trace_leads_from_the_webhook_through_queue_router_inbox_fetch_and_partition_to_the_summary()
    {
        await _traced.IsQuietAsync();
        ActivityTraceId trace = await DeliverAsync(Revise(Platform.People[0], 54_321));
        await Platform.IsRightAsync();
        IReadOnlyList<Activity> spans = [];
        await Eventually.HoldsAsync(
            () =>
            {
                // A span is kept when it has ended, and some end later than those within them.
                spans = [.. _traced.Spans.Where(span => span.TraceId == trace)];
                return Task.FromResult(spans.FirstOrDefault(span => span.DisplayName == "summarize day") is { } last
                    && Path(last, spans).Any(span => span.DisplayName == "POST /webhooks/oura/{app}"));
            },
            "the trace leads from the webhook to the summary");

        Activity summary = spans.Single(span => span.DisplayName == "summarize day");
        string[] path = [.. Path(summary, spans).Reverse().SkipWhile(span => span.Source.Name == "System.Net.Http").Select(span => $"{span.DisplayName} {span.Kind}")];
        Assert.Equal(
            [
                "POST /webhooks/oura/{app} Server",
                "queue append Producer",
                "queue deliver Consumer",
                "IRingAccountGrain/MarkAsync Client",
                "IRingAccountGrain/MarkAsync Server",
                "fetch documents Internal",
                "send days Internal",
                "ITeamPartitionGrain/ReplaceAsync Client",
                "ITeamPartitionGrain/ReplaceAsync Server",
                "announce change Internal",
                "ITeamGrain/NoteChangeAsync Client",
                "ITeamGrain/NoteChangeAsync Server",
                "summarize day Internal",
            ],
            path);

        // The reader's own trace is linked, and Oura is asked within the fetch, by a route without the document's id.
        Assert.Single(summary.Links);
        Activity fetch = spans.Single(span => span.DisplayName == "fetch documents");
        Assert.Equal("daily_activity", fetch.GetTagItem("ourateams.kind"));
        Activity request = spans.Single(span => span.Source.Name == "System.Net.Http" && span.ParentSpanId == fetch.SpanId);
        Assert.EndsWith("/v2/usercollection/daily_activity/{id}", (string?)request.GetTagItem("url.full"), StringComparison.Ordinal);
        Assert.Equal(200, request.GetTagItem("http.response.status_code"));
    }

    [Fact]
    public async Task Events_that_one_read_answers_are_linked_to_its_trace()
    {
        await _traced.IsQuietAsync();
        SandboxMember member = Platform.People[2];
        SandboxDocument[] documents = [.. Platform.Sandbox.World.Documents(member.Id, "daily_activity").OrderByDescending(document => document.Day).Take(3)];

        // While a first read is under way the others' marks gather.
        Platform.Sandbox.Faults.Add(new Fault { Kind = FaultKind.Latency, Times = 1, Delay = TimeSpan.FromSeconds(20), Where = "/v2/usercollection" });
        await DeliverAsync(Body(Platform.Sandbox.World.Revise(member.Id, "daily_activity", documents[2].Id)));
        await Eventually.HoldsAsync(() => Task.FromResult(Platform.Sandbox.Faults.Hits(FaultKind.Latency) == 1), "the first read is under way");
        var traces = new List<ActivityTraceId>();
        foreach (SandboxDocument document in documents.Take(2).Append(documents[0]))
        {
            traces.Add(await DeliverAsync(Body(Platform.Sandbox.World.Revise(member.Id, "daily_activity", document.Id))));
        }

        Activity? fetch = null;
        await Eventually.HoldsAsync(
            () => Task.FromResult((fetch = _traced.Spans.SingleOrDefault(span => span.DisplayName == "fetch documents" && span.GetTagItem("ourateams.marks") is 2)) is not null),
            "two marks are answered by one read");
        Assert.Equal(traces[0], fetch!.TraceId);
        Assert.Equal(traces[1], Assert.Single(fetch.Links).Context.TraceId);
        Activity repeat = _traced.Spans.Single(span => span.TraceId == traces[2] && span is { DisplayName: "IRingAccountGrain/MarkAsync", Kind: ActivityKind.Server });
        Assert.Equal(traces[0], Assert.Single(repeat.Links).Context.TraceId);
    }

    [Fact]
    public async Task Nothing_that_leaves_names_a_member_a_document_a_token_or_a_value()
    {
        await _traced.IsQuietAsync();
        string body = Revise(Platform.People[0], 65_432);
        ActivityTraceId trace = await DeliverAsync(body);
        await Platform.IsRightAsync();

        // Failures, too: exceptions like to tell all they know.
        Platform.Sandbox.Faults.Add(new Fault { Kind = FaultKind.ServerError, Times = 6, Where = "/v2/usercollection" });
        await DeliverAsync(Revise(Platform.People[1], 61_234));
        await Platform.IsRightAsync();
        await Eventually.HoldsAsync(() => Task.FromResult(_traced.Spans.Any(span => span.TraceId == trace && span.DisplayName == "summarize day")), "the trace is whole");
        await Eventually.HoldsAsync(() => Task.FromResult(_traced.Receiver.Text("traces").Contains("summarize day", StringComparison.Ordinal)), "it is sent");

        Assert.Empty(_traced.Spans.SelectMany(span => span.TagObjects).Select(tag => tag.Key).Distinct().Except(SpanTagFilter.Allowed));
        string[] secrets = [.. await SecretsAsync()];
        Assert.True(secrets.Length > 50);
        foreach (string signal in new[] { "traces", "metrics" })
        {
            string sent = _traced.Receiver.Text(signal);
            Assert.True(sent.Length > 10_000, signal);
            Assert.DoesNotContain(secrets, secret => sent.Contains(secret, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task Logs_metrics_and_traces_are_sent_by_OTLP()
    {
        await DeliverAsync(Revise(Platform.People[0], 12_345));
        foreach ((string signal, string text) in new[] { ("logs", "ring accounts were woken"), ("metrics", "ourateams.intake.deliveries"), ("traces", "queue append") })
        {
            await Eventually.HoldsAsync(() => Task.FromResult(_traced.Receiver.Text(signal).Contains(text, StringComparison.Ordinal)), $"{signal} come with {text}");
        }
    }

    private static IEnumerable<Activity> Path(Activity span, IReadOnlyList<Activity> spans)
    {
        for (Activity? at = span; at is not null; at = spans.SingleOrDefault(parent => parent.SpanId == at.ParentSpanId))
        {
            yield return at;
        }
    }

    private static string Body(WorldChange change) => Deliveries.Event(change.EventType, change.DataType, change.DocumentId, change.MemberId);

    private string Revise(SandboxMember member, int steps)
    {
        SandboxDocument activity = Platform.Sandbox.World.Documents(member.Id, "daily_activity").First(document => document.Day == Platform.Yesterday);
        return Body(Platform.Sandbox.World.Set(member.Id, "daily_activity", activity.Id, "steps", steps));
    }

    /// <summary>Delivers an event.</summary>
    /// <returns>The trace that it is in.</returns>
    private async Task<ActivityTraceId> DeliverAsync(string body)
    {
        ActivityTraceId[] known = Deliveries();
        using HttpResponseMessage answer = await fixture.Deliveries.SendAsync(body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        ActivityTraceId[] fresh = [];
        await Eventually.HoldsAsync(() => Task.FromResult((fresh = [.. Deliveries().Except(known)]).Length > 0), "the delivery is a span");
        return Assert.Single(fresh);

        ActivityTraceId[] Deliveries() => [.. _traced.Spans.Where(span => span.DisplayName == "POST /webhooks/oura/{app}").Select(span => span.TraceId)];
    }

    /// <summary>Ids, names, addresses and tokens of everybody, ids of their documents, and the values that were set.</summary>
    private async Task<IEnumerable<string>> SecretsAsync()
    {
        IReadOnlyList<Member> members = await Platform.MembersAsync();
        World world = Platform.Sandbox.World;
        return members.SelectMany(member => new[] { member.MemberId, member.DisplayName })
            .Concat(Platform.People.SelectMany(person => new[] { person.Id, person.Name, person.Email }))
            .Concat(Platform.People.SelectMany(person => world.Documents(person.Id, "daily_activity").Select(document => document.Id)))
            .Append(Platform.Sandbox.Options.ClientSecret)
            .Append(await File.ReadAllTextAsync(System.IO.Path.Combine(Platform.DataFolder, "development.token")))
            .Append("65432")
            .Append("61234");
    }
}
