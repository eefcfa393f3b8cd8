using Microsoft.Extensions.Time.Testing;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Accounts.Connection;
using OuraTeams.Grains.Accounts.Steps;

namespace OuraTeams.Grains.Tests;

/// <summary>The small rules that the steps of an account share: pauses, and what is known of a token.</summary>
public sealed class StepRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 7, 30, 0, TimeSpan.Zero);

    [Fact]
    public void A_pause_doubles_with_each_failure_up_to_the_longest_and_differs_by_a_fifth()
    {
        var retry = new RetryPolicy(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5));

        Assert.Equal([10, 20, 40], new[] { 0, 1, 2 }.Select(before => (int)Math.Round(retry.Pause(before, 0.5).TotalSeconds)));
        Assert.Equal((8, 12), ((int)Math.Round(retry.Pause(0, 0).TotalSeconds), (int)Math.Round(retry.Pause(0, 1).TotalSeconds)));
        Assert.Equal(TimeSpan.FromMinutes(5), retry.Pause(1_000, 1));
    }

    [Fact]
    public async Task A_step_that_failed_is_put_off_and_begins_anew_once_it_has_succeeded()
    {
        var clock = new FakeTimeProvider(Now);
        var step = new ScriptedStep(clock) { Moment = Now.AddSeconds(-1), Does = () => false };
        Assert.Equal((Now.AddSeconds(-1), nameof(ScriptedStep)), (step.DueAt, step.Name));

        await step.RunAsync();
        Assert.InRange(step.DueAt!.Value, Now.AddSeconds(8), Now.AddSeconds(12));
        step.Does = () => throw new IOException("The store can't be reached.");
        await Assert.ThrowsAsync<IOException>(step.RunAsync);
        Assert.InRange(step.DueAt!.Value, Now.AddSeconds(16), Now.AddSeconds(24));

        // What is due later than the pause ends is due then, and what there is nothing to do for never.
        step.Moment = Now.AddMinutes(1);
        Assert.Equal(Now.AddMinutes(1), step.DueAt);
        step.Moment = null;
        Assert.Null(step.DueAt);

        step.Moment = Now.AddSeconds(-1);
        clock.Advance(TimeSpan.FromMinutes(10));
        step.Does = () => true;
        await step.RunAsync();
        step.Does = () => false;
        await step.RunAsync();
        Assert.InRange(step.DueAt!.Value - clock.GetUtcNow(), TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(12));
    }

    [Fact]
    public void A_successor_of_a_refused_token_that_is_refused_too_is_the_second_in_a_row()
    {
        var health = new TokenHealth();

        Assert.False(health.Refuse("a"));
        Assert.False(health.Refuse("a"));
        Assert.True(health.Refuse("b"));
        Assert.False(health.Refuse("c"));
        health.Work();
        Assert.False(health.Refuse("d"));
    }

    [Fact]
    public void A_token_serves_until_its_end_unless_it_was_refused()
    {
        var health = new TokenHealth();
        ConnectionState state = Connection("a");

        Assert.True(health.IsUsable(state, Now.AddHours(1).AddMilliseconds(-1)));
        Assert.False(health.IsUsable(state, Now.AddHours(1)));
        Assert.True(health.IsUsable(state with { IsPersonalToken = true }, Now.AddHours(1)));
        Assert.False(health.IsUsable(state with { Credential = null }, Now));
        health.Refuse("a");
        Assert.Equal((true, false), (health.IsRefused(state), health.IsUsable(state, Now)));
        Assert.False(health.IsUsable(state with { IsPersonalToken = true }, Now));
        Assert.Equal((false, true), (health.IsRefused(Connection("b")), health.IsUsable(Connection("b"), Now)));
    }

    private static ConnectionState Connection(string token) => new()
    {
        Status = ConnectionStatus.Connected,
        Credential = new IssuedCredential { AccessToken = token, RefreshToken = "r", ExpiresAt = Now.AddHours(1), Scopes = [] },
    };

    private sealed class ScriptedStep(TimeProvider clock) : AccountStep(new RetryPolicy(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5)), clock)
    {
        public DateTimeOffset? Moment { get; set; }

        public required Func<bool> Does { get; set; }

        protected override DateTimeOffset? Due => Moment;

        protected override Task<bool> DoAsync() => Task.FromResult(Does());
    }
}
