using System.ComponentModel.DataAnnotations;

namespace OuraTeams.Grains.Accounts.Options;

/// <summary>Settings of the section <c>Accounts</c>: how ring accounts read from Oura.</summary>
public sealed class AccountOptions
{
    /// <summary>How long an account waits after an event for more of the same burst. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan QuietTime { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest time that a burst can put off its fetch. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan LongestQuietTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Days of history that are read on connect and kept. Default 90.</summary>
    [Range(1, 400)]
    public int HistoryDays { get; set; } = 90;

    /// <summary>The newest days, read first on connect. Default 7.</summary>
    [Range(1, 31)]
    public int RecentDays { get; set; } = 7;

    /// <summary>Pause before the first repeat of a failed fetch; it doubles with each failure. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan RetryPause { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest pause between repeats. Default 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LongestRetryPause { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many answers "not found" a document needs to be taken for deleted when no event said so. Default 3.</summary>
    [Range(1, 10)]
    public int NotFoundAttempts { get; set; } = 3;

    /// <summary>How long before its end an access token is refreshed; each account adds up to half of it. Default 15 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan RefreshAhead { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often an account is compared with Oura, whatever its webhooks say; each account differs by up to a tenth. Default 6 h.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "7.00:00:00")]
    public TimeSpan ReconcilePeriod { get; set; } = TimeSpan.FromHours(6);

    /// <summary>Days that a comparison reads: Oura revises documents for days. Default 7.</summary>
    [Range(1, 30)]
    public int ReconcileDays { get; set; } = 7;

    /// <summary>How long a refresh may take before another activation may try; longer than <c>Oura:Timeout</c>. Default 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:30:00")]
    public TimeSpan RefreshLease { get; set; } = TimeSpan.FromMinutes(2);
}
