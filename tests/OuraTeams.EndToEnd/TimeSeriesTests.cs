using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;

namespace OuraTeams.EndToEnd;

/// <summary>What has no events and no documents: heart beats, hours, batteries, rings, ages.</summary>
public sealed class TimeSeriesTests
{
    [Fact]
    public async Task Heart_beats_of_a_night_come_to_the_figures_that_a_plain_computation_gives_and_are_not_kept()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(
            1,
            settings => settings["Accounts:HistoryDays"] = "3",
            sandbox =>
            {
                sandbox.ResearchPartner = true;
                sandbox.Generation = OuraGeneration.V129;
            });
        SandboxMember person = platform.People[0];
        World world = platform.Sandbox.World;
        JsonObject night = Truth.Night(world.Documents(person.Id, "sleep").Where(sleep => sleep.Day == platform.Yesterday).Select(sleep => sleep.Body))!;
        (double mean, double rmssd, double sdnn) = Figures(world.Rows(person.Id, "interbeat_interval", Time(night, "bedtime_start"), Time(night, "bedtime_end").AddTicks(-1)));

        Dictionary<string, double> got = [];
        await Eventually.HoldsAsync(
            async () =>
            {
                TeamSummary summary = await platform.Client.SummaryAsync(SmallPlatform.Organization, SmallPlatform.Team, platform.Yesterday);
                got = summary.Metrics.ToDictionary(metric => metric.MetricId, metric => metric.Aggregate.Mean);
                return got.ContainsKey("night_ibi_rmssd");
            },
            "the night's beats are read");

        // Metrics have a resolution of 0.1 ms.
        Assert.Equal(mean, got["night_average_ibi"], 0.0501);
        Assert.Equal(rmssd, got["night_ibi_rmssd"], 0.0501);
        Assert.Equal(sdnn, got["night_ibi_sdnn"], 0.0501);

        IReadOnlyList<HourRow> hours = await Account(platform, person).GetHoursAsync("interbeat_interval");
        HourRow hour = hours.First(known => known.From > Time(night, "bedtime_start") && known.From.AddHours(1) < Time(night, "bedtime_end"));
        (mean, rmssd, sdnn) = Figures(world.Rows(person.Id, "interbeat_interval", hour.From, hour.From.AddHours(1).AddTicks(-1)));
        Assert.Equal(mean, hour.Mean, 1e-6);
        Assert.Equal(rmssd, hour.Rmssd!.Value, 1e-6);
        Assert.Equal(sdnn, hour.Sdnn!.Value, 1e-6);

        // A night has some 30,000 beats; what is stored of three days of everything is far less.
        Assert.True(new FileInfo(Path.Combine(platform.DataFolder, "state.db")).Length < 1_000_000);
    }

    [Fact]
    public async Task A_sync_brings_the_newest_hours_without_any_event_for_them()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1);
        await platform.IsRightAsync();
        SandboxMember person = platform.People[0];

        foreach (WorldChange change in platform.Sandbox.World.Sync(person.Id))
        {
            platform.Sandbox.Webhooks.Publish(change);
        }

        await platform.IsRightAsync(day: platform.Sandbox.World.Today);

        // The hours are read by themselves, perhaps after the figures of the day.
        await Eventually.HoldsAsync(
            async () =>
            {
                if (await Account(platform, person).GetHoursAsync("heartrate") is not [.., HourRow newest] || platform.Sandbox.World.Now - newest.From >= TimeSpan.FromHours(3))
                {
                    return false;
                }

                JsonObject[] rows = [.. platform.Sandbox.World.Rows(person.Id, "heartrate", newest.From, newest.From.AddHours(1).AddTicks(-1))];
                return (rows.Length, rows.Min(row => (int)row["bpm"]!), rows.Max(row => (int)row["bpm"]!)) == (newest.Count, newest.Minimum, newest.Maximum);
            },
            "the newest hour is that of the sync");
    }

    [Fact]
    public async Task The_operator_sees_which_rings_the_fleet_has()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1);
        JsonObject ring = platform.Sandbox.World.Documents(platform.People[0].Id, "ring_configuration")[^1].Body;
        var fleet = new FleetService.FleetServiceClient(platform.Client.Channel);
        Member member = (await platform.MembersAsync())[0];
        RingAccount account = null!;
        await Eventually.HoldsAsync(
            async () => (account = (await fleet.GetRingAccountAsync(
                new GetRingAccountRequest { OrganizationId = SmallPlatform.Organization, MemberId = member.MemberId }, platform.Client.Headers)).RingAccount).Rings.Count > 0,
            "the ring is known");

        Ring shown = account.Rings.Single(known => known.RingId == (string)ring["id"]!);
        Assert.Equal(((string?)ring["hardware_type"], (string?)ring["firmware_version"], (int?)ring["size"]), (shown.HardwareType, shown.FirmwareVersion, shown.Size));
    }

    private static IRingAccountGrain Account(SmallPlatform platform, SandboxMember person) => platform.Services
        .GetRequiredService<IGrainFactory>().GetGrain<IRingAccountGrain>(new AccountKey(SmallPlatform.Organization, person.Id).ToString());

    /// <summary>Mean, RMSSD and SDNN over the intervals that can be trusted; a difference needs two with nothing between them.</summary>
    private static (double Mean, double Rmssd, double Sdnn) Figures(IEnumerable<JsonObject> rows)
    {
        var trusted = new List<int>();
        var differences = new List<double>();
        (DateTimeOffset At, int Interval)? before = null;
        foreach (JsonObject row in rows)
        {
            if ((int)row["validity"]! is not (1 or 3))
            {
                before = null;
                continue;
            }

            (DateTimeOffset At, int Interval) beat = (Time(row, "timestamp"), (int)row["ibi"]!);
            trusted.Add(beat.Interval);
            if (before is { } previous && (beat.At - previous.At).TotalMilliseconds <= 1.5 * Math.Max(previous.Interval, beat.Interval))
            {
                differences.Add(beat.Interval - previous.Interval);
            }

            before = beat;
        }

        double mean = trusted.Average();
        return (mean, Math.Sqrt(differences.Average(difference => difference * difference)), Math.Sqrt(trusted.Sum(interval => Math.Pow(interval - mean, 2)) / (trusted.Count - 1)));
    }

    private static DateTimeOffset Time(JsonObject json, string field) => DateTimeOffset.Parse((string)json[field]!);
}
