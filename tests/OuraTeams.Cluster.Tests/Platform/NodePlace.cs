namespace OuraTeams.Cluster.Tests;

/// <summary>Where a process of a cluster runs when it is not simply on this machine.</summary>
/// <param name="Host">Its address for those outside the cluster.</param>
/// <param name="SiloAddress">Its address for the other silos.</param>
/// <param name="Machine">This machine's address for it.</param>
/// <param name="Launcher">The program that starts it there, with arguments.</param>
internal sealed record NodePlace(string Host, string SiloAddress, string Machine, IReadOnlyList<string> Launcher);
