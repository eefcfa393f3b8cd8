using System.ComponentModel.DataAnnotations;

namespace OuraTeams.Server.Host.Settings;

/// <summary>Settings of the section <c>Listen</c>.</summary>
public sealed class ListenOptions
{
    /// <summary>Address of the HTTP, the gRPC and the admin port. Default <c>127.0.0.1</c>; <c>0.0.0.0</c> takes calls from outside.</summary>
    [Required]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>Port of webhooks, join pages and health, HTTP/1.1. Default 5080.</summary>
    [Range(1, 65535)]
    public int HttpPort { get; set; } = 5080;

    /// <summary>Port of gRPC, HTTP/2 without TLS. Default 5081.</summary>
    [Range(1, 65535)]
    public int GrpcPort { get; set; } = 5081;

    /// <summary>
    /// Port of what only operators need: <c>/metrics</c>, health, and the Orleans dashboard where it is on. HTTP/1.1; 0 is
    /// without. Default 5082.
    /// </summary>
    [Range(0, 65535)]
    public int AdminPort { get; set; } = 5082;

    /// <summary>Port between silos; embedded only on loopback. Default 11111.</summary>
    [Range(1, 65535)]
    public int SiloPort { get; set; } = 11111;

    /// <summary>Port of a silo for the processes that run no grains. Not used embedded. Default 30000.</summary>
    [Range(1, 65535)]
    public int GatewayPort { get; set; } = 30000;
}
