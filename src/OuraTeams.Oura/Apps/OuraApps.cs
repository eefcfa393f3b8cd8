using Microsoft.Extensions.Options;

namespace OuraTeams.Oura;

/// <summary>The apps of the settings, by name.</summary>
public sealed class OuraApps
{
    internal const string ApiClient = "oura-api";
    internal const string OAuthClient = "oura-oauth";

    private readonly Dictionary<string, OuraApp> _apps;

    /// <summary>Builds the clients of every app.</summary>
    public OuraApps(IOptions<OuraOptions> options, IHttpClientFactory clients)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clients);
        _apps = options.Value.Apps.ToDictionary(
            pair => pair.Key,
            pair => new OuraApp(pair.Key, pair.Value, clients.CreateClient(ApiClient), clients.CreateClient(OAuthClient)),
            StringComparer.Ordinal);
    }

    /// <summary>All apps.</summary>
    public IReadOnlyCollection<OuraApp> All => _apps.Values;

    /// <summary>The app of that name, or null.</summary>
    public OuraApp? Find(string name) => _apps.GetValueOrDefault(name);
}
