using OuraTeams.Grains.Accounts;
using OuraTeams.Grains.Teams;

namespace OuraTeams.Grains;

/// <summary>Names of grain classes, for options that Orleans keeps by class.</summary>
public static class GrainClasses
{
    /// <summary>Class of ring accounts.</summary>
    public static string RingAccount => typeof(RingAccountGrain).FullName!;

    /// <summary>Class of teams.</summary>
    public static string Team => typeof(TeamGrain).FullName!;

    /// <summary>Class of team partitions.</summary>
    public static string TeamPartition => typeof(TeamPartitionGrain).FullName!;
}
