using OuraTeams.Contracts.Keys;
using OuraTeams.Grains.Teams;

namespace OuraTeams.Grains.Tests;

public sealed class RequestedMemberTests
{
    [Fact]
    public void The_same_request_to_the_same_team_names_the_same_member()
    {
        var team = new TeamKey("club", "squad");

        Assert.Equal(RequestedMember.Id(team, "request-1"), RequestedMember.Id(team, "request-1"));
        Assert.NotEqual(RequestedMember.Id(team, "request-1"), RequestedMember.Id(team, "request-2"));
        Assert.NotEqual(RequestedMember.Id(team, "request-1"), RequestedMember.Id(new TeamKey("club", "other"), "request-1"));
        Assert.NotEqual(RequestedMember.Id(team, "request-1"), RequestedMember.Id(new TeamKey("other", "squad"), "request-1"));
        Assert.Equal('8', RequestedMember.Id(team, "request-1")[14]);
        Assert.True(Guid.TryParseExact(RequestedMember.Id(team, "request-1"), "D", out _));
    }
}
