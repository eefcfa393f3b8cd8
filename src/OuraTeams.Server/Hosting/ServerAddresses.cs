using Microsoft.Extensions.Options;
using OuraTeams.Grains;

namespace OuraTeams.Server;

/// <summary>Where a running server is reached.</summary>
internal sealed class ServerAddresses(ListenOptions listen, StorageOptions storage, IOptions<WebhookOptions> webhooks, DevelopmentToken token)
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
    public IEnumerable<string> Lines() =>
    [
        "OuraTeams is up.",
        $"  HTTP    {Http}  (public: {webhooks.Value.PublicUrl})",
        $"  gRPC    {Grpc}  (HTTP/2 without TLS)",
        .. listen.AdminPort == 0 ? Array.Empty<string>() : [$"  admin   {Admin}  (metrics)"],
        $"  token   {Token}",
        $"  data    {Path.GetFullPath(storage.DataFolder)}",
        "Ctrl-C stops it.",
    ];

    private static string Loopback(string address) => address is "0.0.0.0" or "*" or "::" ? "127.0.0.1" : address;
}
