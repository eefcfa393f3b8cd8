using System.Net;
using System.Text.Json.Nodes;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;

namespace OuraTeams.EndToEnd;

/// <summary>An answer of Oura whose form is not the documented one harms only what can't be read of it.</summary>
public sealed class OddAnswersTests
{
    private const string Data = "/v2/usercollection/";

    [Fact]
    public async Task What_cannot_be_used_is_left_out_counted_and_shown_and_all_beside_it_is_right()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1, join: false);
        SandboxMember person = platform.People[0];
        string odd = $"{platform.Sandbox.World.Today.AddDays(-4):yyyy-MM-dd}";
        Rewrite(platform, "daily_cardiovascular_age", list => Entries(list).ForEach(entry => entry.Remove("id")));
        Rewrite(platform, "daily_readiness", list => Entries(list).ForEach(entry => entry["day"] = $"{entry["day"]}T00:00:00+00:00"));
        Rewrite(platform, "daily_sleep", list => Entries(list, odd).ForEach(entry => entry["day"] = "today"));
        Rewrite(platform, "sleep", list => Entries(list, odd).ForEach(entry => entry.Remove("id")));
        Rewrite(platform, "workout", list => list["data"]!.AsArray().Add(JsonNode.Parse("null")));
        Rewrite(platform, "heartrate", list => list["data"]!.AsArray().Add(JsonNode.Parse("""{"timestamp":null,"bpm":61,"source":"awake"}""")));
        Rewrite(platform, "personal_info", info => info["height"] = "tall");
        await Members.JoinMoreAsync(platform.Client, SmallPlatform.Organization, SmallPlatform.Team, [person]);

        await platform.IsRightAsync();
        ListMembersResponse members = await platform.Client.Teams.ListMembersAsync(
            new ListMembersRequest { OrganizationId = SmallPlatform.Organization, TeamId = SmallPlatform.Team }, platform.Client.Headers);
        RingAccount account = null!;
        await Eventually.HoldsAsync(
            async () => (account = await platform.AccountAsync(members.Members.Single())).HistoryPartsLeft == 0, "everything that was asked for is done");
        Assert.All(account.UnusableDocuments, unusable => Assert.True(unusable.Count > 0 && unusable.LastDay.Length == 10));
        Assert.Equal(
            ["daily_sleep: no_day", "heartrate: no_time", "sleep: no_id", "workout: not_an_object"],
            account.UnusableDocuments.Select(unusable => $"{unusable.Kind}: {unusable.Reason}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("expires_in", "3600")]
    [InlineData("expires_in", null)]
    [InlineData("scope", null)]
    [InlineData("refresh_token", null)]
    public async Task A_token_answer_is_kept_as_far_as_it_can_be_read(string field, string? text)
    {
        // The token of the join lives for seconds, so that it is refreshed at once, by an answer that is as odd.
        await using SmallPlatform platform = await SmallPlatform.StartAsync(
            1, settings => settings["Accounts:RefreshAhead"] = "00:00:01", sandbox => sandbox.AccessTokenLifetime = TimeSpan.FromSeconds(field == "expires_in" ? 3600 : 5), join: false);
        bool joined = false;
        platform.Sandbox.Faults.Add(new Fault
        {
            Kind = FaultKind.RewrittenBody,
            Where = "/oauth/token",
            Rewrite = answer =>
            {
                if (field != "refresh_token" || joined)
                {
                    answer[field] = text;
                }
            },
        });
        await Members.JoinMoreAsync(platform.Client, SmallPlatform.Organization, SmallPlatform.Team, platform.People);
        joined = true;
        await platform.IsRightAsync();

        if (field != "expires_in")
        {
            string first = (await platform.CredentialAsync(platform.People[0])).AccessToken;
            await Eventually.HoldsAsync(async () => (await platform.CredentialAsync(platform.People[0])).AccessToken != first, "the token is refreshed");
        }

        platform.Revise(platform.People[0]);
        await platform.IsRightAsync();
    }

    [Theory]
    [InlineData("event_type", "\"archive\"")]
    [InlineData("event_time", "\"2026-11-30 08:00:00 UTC\"")]
    [InlineData("event_time", "1764489600")]
    [InlineData("event_time", "null")]
    public async Task An_event_of_another_form_is_taken_and_the_document_read(string field, string json)
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1);
        await platform.IsRightAsync();
        SandboxMember person = platform.People[0];
        SandboxDocument activity = platform.Sandbox.World.Documents(person.Id, "daily_activity").First(document => document.Day == platform.Yesterday);
        WorldChange change = platform.Sandbox.World.Set(person.Id, "daily_activity", activity.Id, "steps", 4_321);

        JsonObject body = JsonNode.Parse(Deliveries.Event(change.EventType, change.DataType, change.DocumentId, change.MemberId))!.AsObject();
        body[field] = JsonNode.Parse(json);
        using var deliveries = new Deliveries(platform.Settings, platform.Sandbox.Options.ClientSecret);
        using HttpResponseMessage answer = await deliveries.SendAsync(body.ToJsonString());

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await platform.IsRightAsync();
    }

    private static void Rewrite(SmallPlatform platform, string kind, Action<JsonNode> rewrite) =>
        platform.Sandbox.Faults.Add(new Fault
        {
            Kind = FaultKind.RewrittenBody,
            Where = $"{Data}{kind}",
            Rewrite = answer =>
            {
                // A single document is left as it is.
                if (kind == "personal_info" || answer["data"] is not null)
                {
                    rewrite(answer);
                }
            },
        });

    private static List<JsonObject> Entries(JsonNode list, string? day = null) =>
        [.. list["data"]!.AsArray().Select(entry => entry!.AsObject()).Where(entry => day is null || (string?)entry["day"] == day)];
}
