using System.ComponentModel.DataAnnotations;

namespace OuraTeams.Grains.Webhooks;

/// <summary>Settings of the section <c>Webhooks</c>.</summary>
public sealed class WebhookOptions
{
    /// <summary>How far a delivery's timestamp may lie from now, either way; a retry may carry its first one. Default 2 h.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "7.00:00:00")]
    public TimeSpan ReplayWindow { get; set; } = TimeSpan.FromHours(2);

    /// <summary>How often the subscriptions are checked. Default 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan CheckPeriod { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long before its end a subscription is prolonged. Default 7 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "60.00:00:00")]
    public TimeSpan RenewAhead { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// Which verification token Oura is given. A higher number moves every subscription to a new token, one by one; the one
    /// before is accepted meanwhile, and ended by the next change. Default 1.
    /// </summary>
    [Range(1, 1_000_000)]
    public int VerificationGeneration { get; set; } = 1;

    /// <summary>Address under which Oura reaches this server's HTTP port, e.g. <c>https://teams.example.org</c>.</summary>
    [Required]
    public Uri? PublicUrl { get; set; }

    /// <summary>Where deliveries for an app go.</summary>
    public Uri Callback(string app) => new(PublicUrl!, $"/webhooks/oura/{Uri.EscapeDataString(app)}");
}
