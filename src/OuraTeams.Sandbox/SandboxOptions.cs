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

    /// <summary>How many days before the first start already have documents. Default 365.</summary>
    public int HistoryDays { get; set; } = 365;

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

    /// <summary>
    /// Whether the answer to a refresh names the scopes; it need not where they are those of before (RFC 6749 section 5.1).
    /// Default true.
    /// </summary>
    public bool NamesScopesOnRefresh { get; set; } = true;

    /// <summary>
    /// How long after its use a refresh token merely fails. Later, and with the default of 0 always, a second use ends the
    /// whole grant. Both are ours: Oura documents neither.
    /// </summary>
    public TimeSpan RefreshRaceWindow { get; set; }

    /// <summary>How many documents a page of a collection holds, at least 1. Default 100.</summary>
    public int PageSize { get; set; } = 100;

    /// <summary>How many rows a page of a time series holds, at least 1. Default 2,000.</summary>
    public int TimeSeriesPageSize { get; set; } = 2000;

    /// <summary>Which version of the API it answers as. Default <see cref="OuraGeneration.V137"/>.</summary>
    public OuraGeneration Generation { get; set; }

    /// <summary>
    /// True reads a bound that is a date as midnight on the member's clock, as Oura's FAQ says. Default false, midnight
    /// in UTC, which recorded answers fit better.
    /// </summary>
    public bool LocalMidnight { get; set; }

    /// <summary>
    /// True makes the app a research partner, who can be granted the scope <c>research</c> for
    /// <c>interbeat_interval</c>. Default false, as for ordinary apps.
    /// </summary>
    public bool ResearchPartner { get; set; }

    /// <summary>
    /// The app's redirect addresses. One of them must be named exactly; with a single one it may be left out. Empty,
    /// the default, takes any.
    /// </summary>
    public IList<string> RedirectUris { get; init; } = [];

    /// <summary>
    /// How many members can be connected at the same time. Oura caps an app that it has not approved at 10. Default 0,
    /// no cap.
    /// </summary>
    public int UserCap { get; set; }

    /// <summary>
    /// Personal access tokens that work: the first is the first member's, and so on. They have every scope of an
    /// ordinary app and don't expire. Default none.
    /// </summary>
    public IList<string> PersonalAccessTokens { get; init; } = [];

    /// <summary>How many data requests one access token may make in the window. Default 5,000; 0 is no limit.</summary>
    public int RequestsPerToken { get; set; } = 5000;

    /// <summary>
    /// How many data requests the whole app may make in the window. Oura has such a limit but no number for it. Default
    /// 0, no limit.
    /// </summary>
    public int RequestsPerApp { get; set; }

    /// <summary>The sliding window of both limits. Default 5 minutes.</summary>
    public TimeSpan RateWindow { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How many phones sync in a second, over all members who gave a grant. Each sync changes today's documents and
    /// sends events. Default 0: nothing changes by itself.
    /// </summary>
    public double SyncsPerSecond { get; set; }

    /// <summary>
    /// True lets every member who gave a grant live their days: a sync when they get up, more through the day and after
    /// trainings, and now and then a document that is revised or deleted. Default false: nothing changes by itself.
    /// </summary>
    public bool DailyLife { get; set; }

    /// <summary>
    /// How many times faster than the clock the days of the world go by, at least 1. Tokens, subscriptions, limits and
    /// deliveries stay on the clock. Default 1.
    /// </summary>
    public double WorldSpeed { get; set; } = 1;

    /// <summary>True serves <c>/admin/faults</c> and <c>/admin/requests</c> to anyone who reaches them. Default false.</summary>
    public bool AdminRoutes { get; set; }

    /// <summary>How long after a change its events go out. Oura says about 30 seconds. Default none.</summary>
    public TimeSpan DeliveryDelay { get; set; }

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
        Require(TimeSeriesPageSize >= 1, nameof(TimeSeriesPageSize), "must be at least 1");
        Require(RedirectUris.All(uri => Uri.TryCreate(uri, UriKind.Absolute, out _)), nameof(RedirectUris), "must be absolute addresses");
        Require(PersonalAccessTokens.All(token => !string.IsNullOrWhiteSpace(token)) && PersonalAccessTokens.Count <= Members, nameof(PersonalAccessTokens), "must not be empty, nor more than there are members");
        Require(UserCap >= 0, nameof(UserCap), "must not be negative");
        Require(RequestsPerToken >= 0, nameof(RequestsPerToken), "must not be negative");
        Require(RequestsPerApp >= 0, nameof(RequestsPerApp), "must not be negative");
        Require(RateWindow >= TimeSpan.FromSeconds(1), nameof(RateWindow), "must be at least one second");
        Require(double.IsFinite(WorldSpeed) && WorldSpeed is >= 1 and <= 100_000, nameof(WorldSpeed), "must be between 1 and 100000");
        Require(DeliveryDelay >= TimeSpan.Zero, nameof(DeliveryDelay), "must not be negative");
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
