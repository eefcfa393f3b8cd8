using System.Net;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OuraTeams.Server.Access;
using OuraTeams.Server.Host.Health;
using OuraTeams.Server.Host.Settings;
using ListenOptions = OuraTeams.Server.Host.Settings.ListenOptions;

namespace OuraTeams.Server.Host;

/// <summary>What listens where, and that each port answers only what is meant for it.</summary>
internal static class Listening
{
    private const int LargestBody = 4 * 1024 * 1024;

    /// <summary>Opens the ports of the role.</summary>
    /// <exception cref="SettingsException">The address is none.</exception>
    public static void AddListening(this WebApplicationBuilder builder, ListenOptions listen, ClusterOptions cluster)
    {
        if (!IPAddress.TryParse(listen.Address, out IPAddress? address))
        {
            throw new SettingsException("Listen:Address must be an IP address, 0.0.0.0 for all.");
        }

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Listen(address, listen.HttpPort, port => port.Protocols = HttpProtocols.Http1);
            if (cluster.HasGateway)
            {
                kestrel.Listen(address, listen.GrpcPort, port => port.Protocols = HttpProtocols.Http2);
            }

            if (listen.AdminPort > 0)
            {
                kestrel.Listen(address, listen.AdminPort, port => port.Protocols = HttpProtocols.Http1);
            }
        });
    }

    /// <summary>Each port answers what it is for, and nothing else: what is meant for the outside is on the HTTP port.</summary>
    public static void KeepPortsApart(this WebApplication server, ListenOptions listen) => server.Use((http, next) =>
    {
        if (http.GetEndpoint() is { } endpoint && !Answers(endpoint, http.Connection.LocalPort, listen))
        {
            http.SetEndpoint(null);
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        return next(http);
    });

    private static bool Answers(Endpoint endpoint, int port, ListenOptions listen) => endpoint.Metadata switch
    {
        var what when what.GetMetadata<GrpcMethodMetadata>() is not null => port == listen.GrpcPort,
        var what when what.GetMetadata<AdminEndpoint>() is not null => port == listen.AdminPort,
        var what when what.GetMetadata<HealthEndpoint>() is not null => port == listen.HttpPort || port == listen.AdminPort,
        _ => port == listen.HttpPort,
    };
}
