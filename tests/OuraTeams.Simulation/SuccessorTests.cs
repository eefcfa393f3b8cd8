using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;
using OuraTeams.EndToEnd;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;

namespace OuraTeams.Simulation;

/// <summary>An activation ends before its work does.</summary>
public sealed class SuccessorTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Days_that_the_teams_were_not_told_of_are_told_by_the_next_activation_without_a_further_event()
    {
        await using SimulatedPlatform platform = await SimulatedPlatform.StartAsync(
            new SandboxOptions { Members = 1, Seed = 7, HistoryDays = 15 },
            settings => settings["Accounts:HistoryDays"] = "3");
        await platform.JoinAllAsync();
        await platform.IsRightAsync(2);

        // Long enough that what was sent before is not sent again for its own sake.
        await platform.Time.PassAsync(TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(1));
        platform.Teams.Away = true;
        SandboxDocument night = platform.Sandbox.World.Documents(platform.People[0].Id, "daily_sleep").Single(one => one.Day == platform.Sandbox.World.Today.AddDays(-1));
        await ReviseAsync(platform, night);
        await UntilAsync(platform, () => platform.Teams.Refused > 0, "the teams could not be told");

        // With a connection that does not stand there is nothing else to wake the account for.
        platform.Sandbox.World.SetMembership(night.MemberId, active: false);
        SandboxDocument other = platform.Sandbox.World.Documents(night.MemberId, "daily_activity").Single(one => one.Day == night.Day);
        await ReviseAsync(platform, other);
        await platform.Time.UntilAsync(
            async () => (await platform.MembersAsync()).Single().ConnectionState == ConnectionState.NeedsReconnect, () => "the membership is seen to have lapsed", Limit, Second);

        var account = platform.Services.GetRequiredService<IGrainFactory>().GetGrain<IRingAccountGrain>(
            new AccountKey(SimulatedPlatform.Organization, night.MemberId).ToString());
        await account.AsReference<IGrainManagementExtension>().DeactivateOnIdle();
        await platform.Time.QuietAsync();
        long refused = platform.Teams.Refused;
        platform.Teams.Away = false;

        int told = (int)platform.Sandbox.World.Find(night.MemberId, night.Kind, night.Id)!.Body["score"]!;
        await platform.Time.UntilAsync(async () => await ScoreAsync(platform, night.Day) == told, () => $"the team has {told}; {refused} calls were refused", Limit, Second);
    }

    private static Task UntilAsync(SimulatedPlatform platform, Func<bool> holds, string what) =>
        platform.Time.UntilAsync(() => Task.FromResult(holds()), () => what, Limit, Second);

    private static async Task<double> ScoreAsync(SimulatedPlatform platform, DateOnly day) =>
        (await platform.Client.SummaryAsync(SimulatedPlatform.Organization, SimulatedPlatform.Team, day)).Metrics.Single(metric => metric.MetricId == "sleep_score").Aggregate.Mean;

    private static async Task ReviseAsync(SimulatedPlatform platform, SandboxDocument document)
    {
        using var deliveries = new Deliveries(platform.Settings, platform.Sandbox.Options.ClientSecret);
        WorldChange change = platform.Sandbox.World.Revise(document.MemberId, document.Kind, document.Id);
        using HttpResponseMessage answer = await deliveries.SendAsync(
            Deliveries.Event(change.EventType, change.DataType, change.DocumentId, change.MemberId), $"{platform.Clock.GetUtcNow().ToUnixTimeSeconds()}");
        answer.EnsureSuccessStatusCode();
    }
}
