using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.Members;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Members;

namespace OuraTeams.Grains.Tests;

public sealed class MemberRulesTests
{
    private static readonly TeamKey First = new("club", "first");
    private static readonly TeamKey Second = new("club", "second");
    private static readonly AccountKey Account = new("club", "oura-1");

    [Fact]
    public void The_incarnation_that_was_asked_for_is_granted_unless_the_member_had_a_later_one()
    {
        MemberState state = MemberRules.Attach(Member(), Account, 5)!;
        Assert.Equal(5, state.Incarnation);
        Assert.Same(state, MemberRules.Attach(state, Account, 5));
        Assert.Equal(6, MemberRules.Attach(state, Account, 2)!.Incarnation);

        MemberState without = state with { Account = null, Disconnected = true };
        Assert.Equal(6, MemberRules.Attach(without, new AccountKey("club", "oura-2"), 1)!.Incarnation);
        Assert.False(MemberRules.Attach(without, Account, 9)!.Disconnected);
    }

    [Fact]
    public void Nobody_else_is_attached_while_a_ring_is_connected()
    {
        MemberState state = MemberRules.Attach(Member(), Account, 5)!;

        Assert.Null(MemberRules.Attach(state, new AccountKey("club", "oura-2"), 9));
    }

    [Fact]
    public void Nobody_is_attached_to_a_member_who_is_gone_or_leaving_their_last_team()
    {
        Assert.Null(MemberRules.Attach(new MemberState(), Account, 1));
        Assert.Null(MemberRules.Attach(MemberRules.BeginLeaving(Member(), First), Account, 1));
        Assert.NotNull(MemberRules.Attach(MemberRules.BeginLeaving(MemberRules.Join(Member(), Second, 4), First), Account, 1));
    }

    [Fact]
    public void Leaving_the_last_team_leaves_nothing_and_leaving_another_keeps_the_rest()
    {
        Assert.Null(MemberRules.Leave(MemberRules.BeginLeaving(Member(), First), First));

        MemberState state = MemberRules.BeginLeaving(MemberRules.Join(Member(), Second, 4), First);
        Assert.False(MemberRules.IsIn(state, First));
        Assert.Equal(Second, MemberRules.First(state)!.Team);
        MemberState rest = MemberRules.Leave(state, First)!;
        Assert.Equal(Second, Assert.Single(rest.Teams).Team);
    }

    [Fact]
    public void A_team_that_is_not_being_left_is_kept()
    {
        MemberState state = MemberRules.Join(Member(), Second, 4);

        Assert.Equal(2, MemberRules.Leave(state, First)!.Teams.Count);
    }

    [Fact]
    public void The_account_is_told_of_a_change_of_teams_until_it_attaches()
    {
        Assert.False(MemberRules.Join(Member(), Second, 4).TeamsChanged);

        MemberState joined = MemberRules.Join(MemberRules.Attach(Member(), Account, 5)!, Second, 4);
        Assert.True(joined.TeamsChanged);
        MemberState attached = MemberRules.Attach(joined, Account, 5)!;
        Assert.Equal((false, 5L), (attached.TeamsChanged, attached.Incarnation));
    }

    [Fact]
    public void Joining_again_takes_the_new_place()
    {
        MemberState state = MemberRules.Join(MemberRules.BeginLeaving(Member(), First), First, 9);

        Assert.Equal(new TeamPlace { Team = First, Partition = 9 }, Assert.Single(state.Teams));
    }

    [Fact]
    public void A_member_of_two_teams_is_in_both_and_the_account_is_told_when_one_is_left()
    {
        MemberState state = MemberRules.Join(Member(), Second, 4);
        Assert.True(MemberRules.IsIn(state, First) && MemberRules.IsIn(state, Second));
        Assert.False(MemberRules.IsIn(state, new TeamKey("club", "third")));

        MemberState connected = MemberRules.Attach(state, Account, 5)!;
        Assert.True(MemberRules.Leave(MemberRules.BeginLeaving(connected, First), First)!.TeamsChanged);
        Assert.False(MemberRules.Leave(MemberRules.BeginLeaving(state, First), First)!.TeamsChanged);
    }

    private static MemberState Member() => MemberRules.Join(new MemberState { DisplayName = "Anna" }, First, 2);
}
