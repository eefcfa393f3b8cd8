using System.ComponentModel.DataAnnotations;

namespace OuraTeams.Server.Host.Cluster;

/// <summary>Settings of the section <c>Activations</c>: how long grains stay in memory.</summary>
public sealed class ActivationOptions
{
    /// <summary>Time that an idle ring account stays in memory. Default 5 min: events of one person come in bursts.</summary>
    [Range(typeof(TimeSpan), "00:02:00", "1.00:00:00")]
    public TimeSpan RingAccounts { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Time that an idle team and its partitions stay in memory; a partition has to ask all its accounts to come back. Default 1 h.</summary>
    [Range(typeof(TimeSpan), "00:02:00", "7.00:00:00")]
    public TimeSpan Teams { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Time that any other idle grain stays in memory. Default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:02:00", "1.00:00:00")]
    public TimeSpan Others { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Share of the process' memory, in percent, above which the longest idle grains are let go at once. Default 70: between two looks
    /// thousands of accounts may come.</summary>
    [Range(10, 99)]
    public double MemoryLimit { get; set; } = 70;

    /// <summary>Share of the memory, in percent, down to which they are let go. Default 50.</summary>
    [Range(5, 98)]
    public double MemoryTarget { get; set; } = 50;

    /// <summary>Time between two looks at the memory. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan MemoryPoll { get; set; } = TimeSpan.FromSeconds(1);
}
