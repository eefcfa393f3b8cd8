namespace OuraTeams.Sandbox;

/// <summary>The settings of the sandbox, section <c>Sandbox</c>. Every default serves a developer's machine.</summary>
public sealed class SandboxOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Sandbox";

    /// <summary>Where to listen. Port 0 takes a free port. Default <c>http://127.0.0.1:5090</c>.</summary>
    public string Url { get; set; } = "http://127.0.0.1:5090";

    /// <summary>How many members the world has, at least 1. Default 40.</summary>
    public int Members { get; set; } = 40;

    /// <summary>What the world is made from: the same seed gives the same members and documents. Default 1.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>How many days before the first start already have documents. Default 90.</summary>
    public int HistoryDays { get; set; } = 90;

    /// <summary>The client id of the one app that is registered. Default <c>sandbox-client</c>.</summary>
    public string ClientId { get; set; } = "sandbox-client";

    /// <summary>The secret of that app; also the key of webhook signatures. Default <c>sandbox-secret</c>.</summary>
    public string ClientSecret { get; set; } = "sandbox-secret";

    /// <summary>
    /// A folder for the journal of grants, codes, webhook subscriptions and changed documents, from which a restart
    /// goes on. Null, the default, keeps them in memory only.
    /// </summary>
    public string? StateFolder { get; set; }

    /// <summary>How long an access token lives; answered as <c>expires_in</c>. Default 24 hours.</summary>
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How many documents a page of a collection holds, at least 1. Default 100.</summary>
    public int PageSize { get; set; } = 100;

    /// <summary>
    /// True answers as version 1.29 of the API did: <c>meta</c> in each document, and the data types of that version
    /// for webhooks. Default false, version 1.37.
    /// </summary>
    public bool IncludeMeta { get; set; }

    /// <summary>
    /// How many phones sync in a second, over all members who gave a grant. Each sync changes today's documents and
    /// sends events. Default 0: nothing changes by itself.
    /// </summary>
    public double SyncsPerSecond { get; set; }

    /// <summary>
    /// The pause before the first retry of a webhook delivery. It grows 2.15 times with each of the 10 retries, which
    /// makes an hour of the default of 2 seconds. The pauses are ours: Oura documents only their number and sum.
    /// </summary>
    public TimeSpan DeliveryRetryPause { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Throws with a sentence that names the key when a setting can't be used.</summary>
    internal void Validate()
    {
        Require(Uri.TryCreate(Url, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttp, nameof(Url), "must be an absolute http address");
        Require(Members is >= 1 and <= 1_000_000, nameof(Members), "must be between 1 and 1000000");
        Require(HistoryDays is >= 0 and <= 20_000, nameof(HistoryDays), "must be between 0 and 20000");
        Require(!string.IsNullOrWhiteSpace(ClientId), nameof(ClientId), "must not be empty");
        Require(!string.IsNullOrWhiteSpace(ClientSecret), nameof(ClientSecret), "must not be empty");
        Require(AccessTokenLifetime >= TimeSpan.FromSeconds(1), nameof(AccessTokenLifetime), "must be at least one second");
        Require(PageSize >= 1, nameof(PageSize), "must be at least 1");
        Require(double.IsFinite(SyncsPerSecond) && SyncsPerSecond is >= 0 and <= 10_000, nameof(SyncsPerSecond), "must be between 0 and 10000");
        Require(DeliveryRetryPause >= TimeSpan.Zero, nameof(DeliveryRetryPause), "must not be negative");
    }

    private static void Require(bool holds, string key, string rule)
    {
        if (!holds)
        {
            throw new ArgumentException($"The setting {Section}:{key} {rule}.");
        }
    }
}
