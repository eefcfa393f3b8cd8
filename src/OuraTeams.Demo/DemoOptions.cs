using System.ComponentModel.DataAnnotations;

namespace OuraTeams.Demo;

/// <summary>Settings of the section <c>Demo</c>.</summary>
public sealed class DemoOptions
{
    /// <summary>Members of the demo team. Default 40.</summary>
    [Range(1, 1000)]
    public int Members { get; set; } = 40;

    /// <summary>Syncs of a member's phone in a second, over all members. Default 4.</summary>
    [Range(0.0, 1000.0)]
    public double SyncsPerSecond { get; set; } = 4;

    /// <summary>Port of the stand-in for Oura. Default 5090.</summary>
    [Range(1, 65535)]
    public int SandboxPort { get; set; } = 5090;

    /// <summary>Seed of the members and their data. Default 1.</summary>
    public int Seed { get; set; } = 1;
}
