namespace OuraTeams.Server.Host.Settings;

/// <summary>Settings of the section <c>Dashboard</c>: Orleans' own pages on the admin port.</summary>
public sealed class DashboardOptions
{
    /// <summary>
    /// Whether it runs. It shows grain types, calls, silos and reminders to whoever has the admin's token; log lines are
    /// hidden. It costs each silo a count of every call. Default false.
    /// </summary>
    public bool Enabled { get; set; }
}
