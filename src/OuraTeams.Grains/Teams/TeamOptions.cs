using System.ComponentModel.DataAnnotations;

namespace OuraTeams.Grains.Teams;

/// <summary>Settings of the section <c>Teams</c>.</summary>
public sealed class TeamOptions
{
    /// <summary>How long a partition gathers changes before it tells the team. Default 100 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan ChangeCadence { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest wait for a change within one call; less than the cluster's response timeout. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:25")]
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a join link works. Default 14 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "90.00:00:00")]
    public TimeSpan JoinLinkLifetime { get; set; } = TimeSpan.FromDays(14);

    /// <summary>After how long an account, or a member, that was asked for a list or for figures is given up for this time. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:10")]
    public TimeSpan AccountTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>After how long accounts are asked again that did not answer. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan AccountPause { get; set; } = TimeSpan.FromSeconds(30);
}
