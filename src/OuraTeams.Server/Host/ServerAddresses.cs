using Microsoft.Extensions.Options;
using OuraTeams.Grains.Webhooks;
using OuraTeams.Server.Access;
using OuraTeams.Server.Deployment.Profiles;
using OuraTeams.Server.Host.Settings;

namespace OuraTeams.Server.Host;

/// <summary>Where a running server is reached.</summary>
internal sealed class ServerAddresses(
    ListenOptions listen, ClusterOptions cluster, StorageProfile storage, IOptions<WebhookOptions> webhooks, AccessToken token)
{
    /// <summary>Of gRPC, from this machine.</summary>
    public Uri Grpc { get; } = new($"http://{Loopback(listen.Address)}:{listen.GrpcPort}");

    /// <summary>Of HTTP, from this machine.</summary>
    public Uri Http { get; } = new($"http://{Loopback(listen.Address)}:{listen.HttpPort}");

    /// <summary>Of what operators need, from this machine.</summary>
    public Uri Admin { get; } = new($"http://{Loopback(listen.Address)}:{listen.AdminPort}");

    /// <summary>The token that gRPC calls must carry.</summary>
    public string Token => token.Value;

    /// <summary>What is printed at start.</summary>
    public IEnumerable<string> Lines()
    {
        yield return cluster.Role == ClusterRole.All ? "OuraTeams is up." : $"OuraTeams is up as {cluster.Role}.";
        yield return cluster.HasIntake ? $"  HTTP    {Http}  (public: {webhooks.Value.PublicUrl})" : $"  health  {Http}";
        if (cluster.HasGateway)
        {
            yield return $"  gRPC    {Grpc}  (HTTP/2 without TLS)";
        }

        if (listen.AdminPort != 0)
        {
            yield return $"  admin   {Admin}  (metrics)";
        }

        if (token.IsDevelopment)
        {
            yield return $"  token   {Token}";
        }

        yield return $"  data    {storage.Place}";
        yield return "Ctrl-C stops it.";
    }

    private static string Loopback(string address) => address is "0.0.0.0" or "*" or "::" ? "127.0.0.1" : address;
}
