using System.ComponentModel.DataAnnotations;

namespace OuraTeams.Grains.Budgets;

/// <summary>Settings of the section <c>Budget</c>: how many requests Oura allows.</summary>
public sealed class BudgetOptions
{
    /// <summary>Requests of one access token in a window. Default 5,000, as Oura documents.</summary>
    [Range(1, 1_000_000)]
    public int Limit { get; set; } = 5_000;

    /// <summary>Of these, requests that only webhook events may use. Default 500.</summary>
    [Range(0, 1_000_000)]
    public int LiveReserve { get; set; } = 500;

    /// <summary>Requests of all accounts of one app in a window; 0 is without limit, since Oura publishes no number. Default 0.</summary>
    [Range(0, 100_000_000)]
    public int AppLimit { get; set; }

    /// <summary>Of these, the share that only webhook events may use. Default 0.1.</summary>
    [Range(0.0, 0.9)]
    public double AppLiveReserve { get; set; } = 0.1;

    /// <summary>Accounts that may wait in line for an app's requests, for each priority. Who finds no place comes back a window later. Default 50,000.</summary>
    [Range(1, 1_000_000)]
    public int LongestLine { get; set; } = 50_000;

    /// <summary>Length of a window. Default 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00")]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a request may be under way until Oura counts it; a window is taken to be longer by it. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan Margin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Requests that an account sets aside at once; what it doesn't use within five seconds is lost to the window. Default 10.</summary>
    [Range(1, 1_000)]
    public int Block { get; set; } = 10;
}
