using System.ComponentModel.DataAnnotations;

namespace OuraTeams.Oura;

/// <summary>Settings of the section <c>Oura</c>.</summary>
public sealed class OuraOptions
{
    /// <summary>The apps registered at Oura, by a name of our own (it becomes part of the webhook address).</summary>
    public Dictionary<string, OuraAppOptions> Apps { get; } = new(StringComparer.Ordinal);

    /// <summary>Longest wait for one answer of Oura. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);
}
