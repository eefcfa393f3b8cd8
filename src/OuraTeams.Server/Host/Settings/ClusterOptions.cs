using System.ComponentModel.DataAnnotations;
using System.Net;

namespace OuraTeams.Server.Host.Settings;

/// <summary>Settings of the section <c>Cluster</c>.</summary>
public sealed class ClusterOptions
{
    /// <summary>What this process does: <c>All</c>, <c>Intake</c>, <c>Silo</c> or <c>Gateway</c>. Default <c>All</c>; other roles need Redis.</summary>
    public ClusterRole Role { get; set; } = ClusterRole.All;

    /// <summary>Name of the service; the first part of every key in Redis. Never change it with data. Default <c>ourateams</c>.</summary>
    [RegularExpression("^[a-z0-9][a-z0-9-]*$", ErrorMessage = "must be lower case letters, digits and dashes.")]
    public string ServiceId { get; set; } = "ourateams";

    /// <summary>Name of the cluster; silos with the same one join each other. Default <c>ourateams</c>.</summary>
    [RegularExpression("^[a-z0-9][a-z0-9-]*$", ErrorMessage = "must be lower case letters, digits and dashes.")]
    public string ClusterId { get; set; } = "ourateams";

    /// <summary>Name of this silo, for logs. Default: <c>POD_NAME</c> of the environment, else the machine's name.</summary>
    public string SiloName { get; set; } = "";

    /// <summary>IP address by which other silos and clients reach this silo. Default: <c>POD_IP</c> of the environment, else loopback.</summary>
    public string Address { get; set; } = "";

    /// <summary>
    /// Time between the signal to stop, when readiness fails, and the end of calls: balancers and clients look elsewhere
    /// meanwhile. Default 0 s; behind a balancer, longer than it needs to see that this process is not ready.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan DrainDelay { get; set; } = TimeSpan.Zero;

    /// <summary>
    /// Time for a stop from the signal on, <see cref="DrainDelay"/> included. Keep it below the time after which the process is
    /// killed (<c>terminationGracePeriodSeconds</c>). Default 2 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Time that a silo waits for another's answer to a probe, and between probes; it adapts to what the network and the machine
    /// need. A silo that is gone is noticed after <see cref="MissedProbes"/> of them. Default 3 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:01:00")]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Probes in a row that go without an answer before a silo votes that another is dead. Default 3.</summary>
    [Range(1, 20)]
    public int MissedProbes { get; set; } = 3;

    /// <summary>
    /// How often a silo writes that it is alive. One that missed three of them has no weight in votes: so that few silos that are
    /// left may decide that many are gone. Default 5 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan AliveEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How often a process reads who is in the cluster, besides what the silos tell each other: how long one that is cut off from
    /// them may take to learn that it was declared dead, and an intake or a gateway to find silos again. Default 10 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan MembersEvery { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether this process runs grains.</summary>
    public bool HasGrains => Role is ClusterRole.All or ClusterRole.Silo;

    /// <summary>Whether this process takes webhooks and shows join pages.</summary>
    public bool HasIntake => Role is ClusterRole.All or ClusterRole.Intake;

    /// <summary>Whether this process serves gRPC.</summary>
    public bool HasGateway => Role is ClusterRole.All or ClusterRole.Gateway;

    /// <summary>The silo's name.</summary>
    public string NameOfSilo() => FirstOf(SiloName, Environment.GetEnvironmentVariable("POD_NAME")) ?? Environment.MachineName;

    /// <summary>The silo's address.</summary>
    /// <exception cref="SettingsException">It is no IP address.</exception>
    public IPAddress AddressOfSilo() => FirstOf(Address, Environment.GetEnvironmentVariable("POD_IP")) switch
    {
        null => IPAddress.Loopback,
        { } text when IPAddress.TryParse(text, out IPAddress? address) => address,
        { } text => throw new SettingsException($"Cluster:Address (or POD_IP) must be an IP address, not {text}."),
    };

    private static string? FirstOf(params ReadOnlySpan<string?> values)
    {
        foreach (string? value in values)
        {
            if (!string.IsNullOrEmpty(value))
            {
                return value;
            }
        }

        return null;
    }
}
