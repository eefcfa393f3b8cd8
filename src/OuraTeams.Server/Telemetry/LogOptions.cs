using System.ComponentModel.DataAnnotations;

namespace OuraTeams.Server.Telemetry;

/// <summary>Settings of the section <c>Logs</c>.</summary>
public sealed class LogOptions
{
    /// <summary>
    /// Warnings and errors of one kind that are written in a period; the rest is counted and told at its end. A kind is a
    /// category, an event and a type of exception. 0 is without limit. Default 20.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int Repeats { get; set; } = 20;

    /// <summary>Length of a period, at least a second. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan RepeatsPeriod { get; set; } = TimeSpan.FromSeconds(10);
}
