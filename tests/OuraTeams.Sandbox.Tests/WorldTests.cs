using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace OuraTeams.Sandbox.Tests;

public sealed class WorldTests : IAsyncLifetime
{
    private static readonly string[] Kinds =
    [
        "daily_sleep", "daily_readiness", "daily_activity", "sleep", "daily_stress", "daily_spo2", "daily_resilience", "daily_cardiovascular_age",
        "vO2_max", "sleep_time", "workout", "tag", "enhanced_tag",
    ];

    private readonly FakeTimeProvider _clock = TestSandbox.Clock();
    private OuraSandbox _sandbox = null!;

    private World World => _sandbox.World;

    private string Member => World.Members[0].Id;

    public async ValueTask InitializeAsync() => _sandbox = await TestSandbox.StartAsync(_clock);

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task The_same_seed_gives_the_same_world_whatever_day_it_starts()
    {
        await using var later = await TestSandbox.StartAsync(
            new FakeTimeProvider(TestSandbox.Noon.AddDays(11).AddHours(7)), options => options.HistoryDays = 60);
        Assert.Equal(World.Members, later.World.Members);
        foreach (var kind in Kinds)
        {
            var here = World.Documents(Member, kind);
            var there = later.World.Documents(Member, kind).ToDictionary(document => document.Id);
            Assert.NotEmpty(here);
            Assert.All(here, document => Assert.True(JsonNode.DeepEquals(document.Body, there[document.Id].Body)));
        }
    }

    [Fact]
    public async Task Another_seed_gives_another_world()
    {
        await using var other = await TestSandbox.StartAsync(_clock, options => options.Seed = 2);
        Assert.Empty(World.Members.Select(member => member.Id).Intersect(other.World.Members.Select(member => member.Id)));
    }

    [Fact]
    public async Task Names_addresses_and_ids_are_unique()
    {
        await using var crowd = await TestSandbox.StartAsync(_clock, options => options.Members = 3000);
        Assert.Equal(3000, crowd.World.Members.Select(member => member.Name).Distinct().Count());
        Assert.Equal(3000, crowd.World.Members.Select(member => member.Email).Distinct().Count());
        Assert.Equal(3000, crowd.World.Members.Select(member => member.Id).Distinct().Count());
    }

    [Fact]
    public void A_revision_changes_the_body_and_the_version_and_keeps_the_id()
    {
        foreach (var kind in Kinds)
        {
            var before = World.Documents(Member, kind)[1];
            var change = World.Revise(Member, kind, before.Id);
            Assert.Equal((Member, kind == "vO2_max" ? "vo2_max" : kind, before.Id, "update", _clock.GetUtcNow()), (change.MemberId, change.DataType, change.DocumentId, change.EventType, change.Time));
            var after = World.Find(Member, kind, before.Id)!;
            Assert.Equal(before.Version + 1, after.Version);
            Assert.False(JsonNode.DeepEquals(before.Body, after.Body));
            Assert.Equal((string?)before.Body["id"], (string?)after.Body["id"]);
        }
    }

    [Theory]
    [InlineData("session")]
    [InlineData("ring_configuration")]
    [InlineData("rest_mode_period")]
    public async Task What_not_every_member_has_is_revised_too(string kind)
    {
        await using var crowd = await TestSandbox.StartAsync(_clock, options => (options.Members, options.HistoryDays) = (60, 90));
        var documents = crowd.World.Members.SelectMany(member => crowd.World.Documents(member.Id, kind)).ToList();
        Assert.NotEmpty(documents);
        foreach (var before in documents)
        {
            crowd.World.Revise(before.MemberId, kind, before.Id);
            Assert.False(JsonNode.DeepEquals(before.Body, crowd.World.Find(before.MemberId, kind, before.Id)!.Body));
        }
    }

    [Fact]
    public void A_value_can_be_set_at_the_top_or_inside_until_the_next_revision()
    {
        var document = World.Documents(Member, "daily_sleep")[0];
        World.Set(Member, "daily_sleep", document.Id, "score", 7);
        World.Set(Member, "daily_sleep", document.Id, "contributors.deep_sleep", null);
        var set = World.Find(Member, "daily_sleep", document.Id)!;
        Assert.Equal((7, 3L), ((int)set.Body["score"]!, set.Version));
        Assert.True(set.Body["contributors"]!.AsObject().ContainsKey("deep_sleep"));
        Assert.Null(set.Body["contributors"]!["deep_sleep"]);
        Assert.Equal((int)document.Body["contributors"]!["latency"]!, (int)set.Body["contributors"]!["latency"]!);
        World.Revise(Member, "daily_sleep", document.Id);
        Assert.NotNull(World.Find(Member, "daily_sleep", document.Id)!.Body["contributors"]!["deep_sleep"]);
        Assert.Throws<ArgumentException>(() => World.Set(Member, "daily_sleep", document.Id, "id", "other"));
    }

    [Fact]
    public void A_document_is_deleted_and_brought_back()
    {
        var document = World.Documents(Member, "sleep")[0];
        Assert.Equal("delete", World.Delete(Member, "sleep", document.Id).EventType);
        Assert.Null(World.Find(Member, "sleep", document.Id));
        Assert.DoesNotContain(World.Documents(Member, "sleep"), other => other.Id == document.Id);
        Assert.Throws<KeyNotFoundException>(() => World.Revise(Member, "sleep", document.Id));
        Assert.Equal("create", World.Restore(Member, "sleep", document.Id).EventType);
        Assert.True(JsonNode.DeepEquals(document.Body, World.Find(Member, "sleep", document.Id)!.Body));
        Assert.Throws<KeyNotFoundException>(() => World.Restore(Member, "sleep", document.Id));
    }

    [Fact]
    public void What_does_not_exist_can_not_be_changed()
    {
        var document = World.Documents(Member, "sleep")[0];
        Assert.Throws<KeyNotFoundException>(() => World.Revise(World.Members[1].Id, "sleep", document.Id));
        Assert.Throws<KeyNotFoundException>(() => World.Revise(Member, "daily_sleep", document.Id));
        Assert.Throws<KeyNotFoundException>(() => World.Documents("nobody", "sleep"));
        Assert.Throws<KeyNotFoundException>(() => World.Documents(Member, "nothing"));
        Assert.Null(World.Find("nobody", "sleep", document.Id));
    }

    [Fact]
    public void A_body_is_a_private_copy()
    {
        var document = World.Documents(Member, "sleep")[0];
        document.Body["type"] = "changed";
        Assert.NotEqual("changed", (string?)World.Find(Member, "sleep", document.Id)!.Body["type"]);
    }

    [Fact]
    public void The_first_sync_of_a_day_brings_its_documents_and_the_next_ones_make_its_steps_grow()
    {
        var today = World.Today;
        Assert.DoesNotContain(World.Documents(Member, "daily_activity"), document => document.Day == today);
        var created = World.Sync(Member);
        Assert.All(created, change => Assert.Equal("create", change.EventType));
        var night = new[] { "sleep", "daily_sleep", "daily_readiness", "daily_activity", "daily_stress", "daily_spo2", "daily_resilience", "daily_cardiovascular_age" };
        Assert.Subset(created.Select(change => change.DataType).ToHashSet(), night.ToHashSet());
        Assert.All(created, change => Assert.Equal(today, World.Find(Member, change.DataType, change.DocumentId)!.Day));

        var steps = Steps(today);
        for (var sync = 0; sync < 5; sync++)
        {
            _clock.Advance(TimeSpan.FromMinutes(sync * 20));
            var updates = World.Sync(Member).Where(change => change.EventType == "update");
            Assert.Equal(["daily_activity", "daily_stress"], updates.Select(change => change.DataType));
            var grown = Steps(today);
            Assert.True(grown > steps);
            steps = grown;
        }
    }

    [Fact]
    public void The_first_sync_after_some_days_completes_the_last_one_and_brings_all_since()
    {
        World.Sync(Member);
        var last = World.Today;
        var steps = Steps(last);
        _clock.Advance(TimeSpan.FromDays(3));
        Assert.DoesNotContain(World.Documents(Member, "daily_activity"), document => document.Day > last);

        var changes = World.Sync(Member);
        Assert.Equal(("daily_activity", "update"), (changes[0].DataType, changes[0].EventType));
        Assert.Equal(changes.Select(Day).Order(), changes.Select(Day));
        Assert.Equal(3, changes.Count(change => change is { DataType: "daily_activity", EventType: "create" }));
        Assert.True(Steps(last) > steps);
        var complete = World.Documents(Member, "daily_activity").Single(document => document.Day == last).Body;
        Assert.Equal(288, ((string)complete["class_5_min"]!).Length);
    }

    [Fact]
    public async Task Changes_from_many_threads_at_once_all_count()
    {
        var document = World.Documents(Member, "daily_sleep")[0];
        await Parallel.ForEachAsync(Enumerable.Range(0, 200), TestApp.Stop, (i, _) =>
        {
            World.Set(Member, "daily_sleep", document.Id, "score", i % 100);
            World.Documents(Member, "daily_sleep");
            return ValueTask.CompletedTask;
        });
        Assert.Equal(201, World.Find(Member, "daily_sleep", document.Id)!.Version);
    }

    [Fact]
    public void What_happens_during_a_day_comes_with_the_first_sync_after_it()
    {
        foreach (var member in World.Members)
        {
            World.Sync(member.Id);
        }

        var seen = 0;
        for (var hour = 0; hour < 72; hour++)
        {
            _clock.Advance(TimeSpan.FromHours(1));
            foreach (var member in World.Members)
            {
                foreach (var change in World.Sync(member.Id).Where(change => change is { DataType: "workout" or "session", EventType: "create" }))
                {
                    var end = DateTimeOffset.Parse((string)World.Find(member.Id, change.DataType, change.DocumentId)!.Body["end_datetime"]!, System.Globalization.CultureInfo.InvariantCulture);
                    var now = _clock.GetUtcNow();
                    Assert.InRange(end, now.AddHours(-1), now);
                    seen++;
                }
            }
        }

        Assert.True(seen > 3);
        Assert.All(World.Members.SelectMany(member => World.Documents(member.Id, "workout")), document => Assert.True(
            DateTimeOffset.Parse((string)document.Body["end_datetime"]!, System.Globalization.CultureInfo.InvariantCulture) <= _clock.GetUtcNow()));
    }

    [Fact]
    public async Task A_rest_mode_period_is_open_until_a_sync_reaches_its_last_day()
    {
        await using var crowd = await TestSandbox.StartAsync(_clock, options => options.Members = 200);
        var open = new HashSet<string>();
        var closed = 0;
        for (var day = 0; day < 12; day++)
        {
            foreach (var member in crowd.World.Members)
            {
                foreach (var change in crowd.World.Sync(member.Id).Where(change => change.DataType == "rest_mode_period"))
                {
                    var body = crowd.World.Find(member.Id, "rest_mode_period", change.DocumentId)!.Body;
                    if (change.EventType == "create")
                    {
                        Assert.Null(body["end_day"]);
                        Assert.Null(body["end_time"]);
                        open.Add(change.DocumentId);
                    }
                    else
                    {
                        Assert.True(DateOnly.Parse((string)body["end_day"]!, System.Globalization.CultureInfo.InvariantCulture) == crowd.World.Today);
                        closed += open.Contains(change.DocumentId) ? 1 : 0;
                    }
                }
            }

            _clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.True(closed > 3, $"{closed} of {open.Count} closed");
    }

    private DateOnly Day(WorldChange change) => World.Find(change.MemberId, change.DataType, change.DocumentId)!.Day;

    private int Steps(DateOnly day) => (int)World.Documents(Member, "daily_activity").Single(document => document.Day == day).Body["steps"]!;
}
