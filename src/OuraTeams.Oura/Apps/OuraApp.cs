using OuraTeams.Oura.Http;
using OuraTeams.Oura.OAuth;
using OuraTeams.Oura.Webhooks;

namespace OuraTeams.Oura.Apps;

/// <summary>One registered app: its settings and the clients that use them.</summary>
public sealed class OuraApp
{
    internal OuraApp(string name, OuraAppOptions options, HttpClient api, RetryingReader reader, HttpClient oauth)
    {
        Name = name;
        Options = options;
        Api = new OuraClient(reader, options.ApiUrl, options.UseSandbox);
        OAuth = new OuraOAuthClient(oauth, options);
        Subscriptions = new WebhookSubscriptionClient(api, reader, options);
    }

    /// <summary>Its name in our settings.</summary>
    public string Name { get; }

    /// <summary>Its settings.</summary>
    public OuraAppOptions Options { get; }

    /// <summary>Reads members' documents.</summary>
    public OuraClient Api { get; }

    /// <summary>Sends members to Oura and redeems what comes back.</summary>
    public OuraOAuthClient OAuth { get; }

    /// <summary>Manages webhook subscriptions.</summary>
    public WebhookSubscriptionClient Subscriptions { get; }
}
