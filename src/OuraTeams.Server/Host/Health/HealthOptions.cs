using System.ComponentModel.DataAnnotations;

namespace OuraTeams.Server.Host.Health;

/// <summary>Settings of the section <c>Health</c>.</summary>
public sealed class HealthOptions
{
    /// <summary>
    /// Age of the oldest event that waits in the queue above which a silo is not ready. A process that also takes webhooks says
    /// so and stays ready: to turn deliveries away would only lose them. Default 10 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:10", "7.00:00:00")]
    public TimeSpan MostQueueAge { get; set; } = TimeSpan.FromMinutes(10);
}
