using OuraTeams.Contracts.Recovery;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Recovery;

namespace OuraTeams.Grains.Tests;

public sealed class RecoveryRulesTests
{
    private static readonly NotedLoss One = new("silo-1", DateTimeOffset.UnixEpoch, Verify: true);
    private static readonly NotedLoss Two = new("silo-2", DateTimeOffset.UnixEpoch, Verify: true);

    [Fact]
    public void A_loss_that_several_silos_note_is_dealt_with_once()
    {
        RecoveryState state = RecoveryRules.Note(new RecoveryState(), [One]);
        Assert.Same(state, RecoveryRules.Note(state, [One]));
        state = RecoveryRules.Finish(state, [One]);

        // Late, when all is done.
        state = RecoveryRules.Note(state, [One]);
        Assert.Empty(RecoveryRules.Take(state, "leader", ["leader"]).Taken);
    }

    [Fact]
    public void A_runner_that_has_ended_in_whatever_way_leaves_the_loss_to_the_next()
    {
        RecoveryState state = RecoveryRules.Note(new RecoveryState(), [One]);
        (state, IReadOnlyList<NotedLoss> taken) = RecoveryRules.Take(state, "first", ["first", "second"]);
        Assert.Equal([One], taken);
        Assert.Empty(RecoveryRules.Take(state, "second", ["first", "second"]).Taken);

        (state, taken) = RecoveryRules.Take(state, "second", ["second"]);
        Assert.Equal([One], taken);
        Assert.Equal("second", state.Runner);
    }

    [Fact]
    public void A_loss_that_comes_during_a_recovery_is_left_to_the_same_runner()
    {
        RecoveryState state = RecoveryRules.Note(new RecoveryState(), [One]);
        (state, _) = RecoveryRules.Take(state, "first", ["first", "second"]);
        state = RecoveryRules.Note(state, [Two]);
        state = RecoveryRules.Finish(state, [One]);

        Assert.Equal("first", state.Runner);
        Assert.Equal([Two], RecoveryRules.Take(state, "first", ["first", "second"]).Taken);
        Assert.Null(RecoveryRules.Finish(state, [Two]).Runner);
    }

    [Fact]
    public void The_finished_ones_that_are_remembered_are_bounded()
    {
        var state = new RecoveryState();
        for (int number = 0; number < RecoveryRules.MostFinished + 10; number++)
        {
            state = RecoveryRules.Finish(state, [new NotedLoss($"silo-{number}", DateTimeOffset.UnixEpoch, Verify: false)]);
        }

        Assert.Equal(RecoveryRules.MostFinished, state.Finished.Count);
        Assert.Equal($"silo-{RecoveryRules.MostFinished + 9}", state.Finished[^1]);
    }
}
