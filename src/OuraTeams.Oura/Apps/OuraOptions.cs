using System.ComponentModel.DataAnnotations;
using OuraTeams.Oura.OAuth;

namespace OuraTeams.Oura.Apps;

/// <summary>Settings of the section <c>Oura</c>.</summary>
public sealed class OuraOptions
{
    /// <summary>The apps registered at Oura, by a name of our own (it becomes part of the webhook address).</summary>
    public Dictionary<string, OuraAppOptions> Apps { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Longest wait for one answer of Oura, from the first attempt to the last byte: retries and their pauses are
    /// within it, the wait for a request budget is not. A list takes one answer for each page. 1 s to 5 min. Default 30 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How many more times a GET is sent that met no connection, a broken one, or a 5xx. Each counts against Oura's limits.
    /// Not sent again are token calls, whatever changes a subscription, a 429, and a 5xx that says when to come back. 0 to 5. Default 2.
    /// </summary>
    [Range(0, 5)]
    public int Retries { get; set; } = 2;

    /// <summary>The pause before the first retry, give or take up to half of it; it doubles with each. 1 ms to 10 s. Default 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan RetryPause { get; set; } = TimeSpan.FromMilliseconds(500);
}
