using System.Net;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace OuraTeams.Streaming.Redis;

/// <summary>Where a Redis is and how to log in. All connections of the platform are made here, with the same options.</summary>
/// <param name="connection">As StackExchange.Redis writes it: <c>host:6379,user=...,password=...,ssl=true</c>. A secret.</param>
/// <param name="issuerCertificate">Path of the certificate (PEM) of the authority that signed Redis' own; empty for the machine's authorities.</param>
public sealed class RedisAddress(string connection, string issuerCertificate)
{
    /// <summary>A server's name for logs and messages: host and port.</summary>
    /// <param name="server">The server.</param>
    public static string NameOf(EndPoint? server) => server is DnsEndPoint dns ? $"{dns.Host}:{dns.Port}" : $"{server}";

    /// <summary>Options of a connection.</summary>
    /// <param name="purpose">What the connection is for; part of its client name in Redis.</param>
    /// <exception cref="ArgumentException">The text can't be read. The message of the exception may hold the password.</exception>
    /// <exception cref="IOException">The certificate can't be read.</exception>
    public ConfigurationOptions Options(string purpose)
    {
        ConfigurationOptions options = ConfigurationOptions.Parse(connection);
        options.ClientName ??= $"ourateams-{purpose}";

        // By these StackExchange.Redis agrees with others on the primary. Here Sentinel or the cluster names it, and without them
        // no key and no channel have to be allowed in the access list of Redis.
        options.TieBreaker = "";
        options.ConfigurationChannel = "";
        if (issuerCertificate.Length > 0)
        {
            options.TrustIssuer(issuerCertificate);
        }

        return options;
    }

    /// <summary>Opens a connection and logs when it breaks and when it is restored.</summary>
    /// <param name="purpose">What the connection is for.</param>
    /// <param name="logger">The log.</param>
    /// <exception cref="RedisConnectionException">Redis does not answer, or refuses the login.</exception>
    public async Task<ConnectionMultiplexer> ConnectAsync(string purpose, ILogger logger)
    {
        ConnectionMultiplexer opened = await ConnectionMultiplexer.ConnectAsync(Options(purpose));
        opened.ConnectionFailed += (_, failure) =>
            StreamingLog.ConnectionFailed(logger, failure.Exception, purpose, NameOf(failure.EndPoint), failure.FailureType.ToString());
        opened.ConnectionRestored += (_, restored) => StreamingLog.ConnectionRestored(logger, purpose, NameOf(restored.EndPoint));
        return opened;
    }
}
