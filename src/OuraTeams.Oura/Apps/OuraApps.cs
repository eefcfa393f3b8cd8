using Microsoft.Extensions.Options;
using OuraTeams.Oura.Http;

namespace OuraTeams.Oura.Apps;

/// <summary>The apps of the settings, by name.</summary>
public sealed class OuraApps
{
    internal const string ApiClient = "oura-api";
    internal const string OAuthClient = "oura-oauth";

    private readonly Dictionary<string, OuraApp> _apps;

    /// <summary>Builds the clients of every app.</summary>
    public OuraApps(IOptions<OuraOptions> options, IHttpClientFactory clients, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clients);
        HttpClient api = clients.CreateClient(ApiClient);
        HttpClient oauth = clients.CreateClient(OAuthClient);
        var reader = new RetryingReader(api, options.Value, clock);
        _apps = options.Value.Apps.ToDictionary(
            pair => pair.Key, pair => new OuraApp(pair.Key, pair.Value, api, reader, oauth), StringComparer.Ordinal);
    }

    /// <summary>All apps.</summary>
    public IReadOnlyCollection<OuraApp> All => _apps.Values;

    /// <summary>The app of that name, or null.</summary>
    public OuraApp? Find(string name) => _apps.GetValueOrDefault(name);
}
