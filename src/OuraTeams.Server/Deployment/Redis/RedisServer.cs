using System.Net;
using StackExchange.Redis;

namespace OuraTeams.Server;

/// <summary>A Redis as a setting names it.</summary>
internal sealed class RedisServer
{
    private readonly string _setting;
    private readonly string _text;
    private readonly string _authority;

    /// <summary>Reads the setting; connects to nothing.</summary>
    /// <param name="setting">Its name.</param>
    /// <param name="text">How StackExchange.Redis writes it.</param>
    /// <param name="authority">Path of the certificate of Redis' authority; empty for the machine's.</param>
    /// <exception cref="SettingsException">It can't be used.</exception>
    public RedisServer(string setting, string text, string authority)
    {
        _setting = setting;
        _text = text;
        _authority = authority;
        ConfigurationOptions parsed = Options("check");
        if (parsed.EndPoints.Count == 0)
        {
            throw new SettingsException($"{setting} names no host; write it as host:6379,password=...");
        }

        string hosts = string.Join(", ", parsed.EndPoints.Select(Name));
        IsWatched = !string.IsNullOrEmpty(parsed.ServiceName);
        Place = IsWatched ? $"the Sentinels {hosts} (service {parsed.ServiceName})" : hosts;
    }

    /// <summary>Hosts and ports, of Sentinels where they are asked, without the password.</summary>
    public string Place { get; }

    /// <summary>Whether Sentinels say which server is the primary.</summary>
    public bool IsWatched { get; }

    /// <summary>The setting.</summary>
    public string Setting => _setting;

    /// <summary>Options of a connection for one purpose.</summary>
    public ConfigurationOptions Options(string purpose)
    {
        try
        {
            ConfigurationOptions options = ConfigurationOptions.Parse(_text);
            options.ClientName ??= $"ourateams-{purpose}";

            // StackExchange.Redis' own ways to agree on a primary: Sentinel and Cluster do that here, and neither needs a key or a channel.
            options.TieBreaker = "";
            options.ConfigurationChannel = "";
            if (_authority.Length > 0)
            {
                options.TrustIssuer(_authority);
            }

            return options;
        }
        catch (ArgumentException error)
        {
            // Not the message of the parser: it may hold the password.
            throw new SettingsException($"{_setting} can't be read; write it as host:6379,user=...,password=...,ssl=true.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            throw new SettingsException($"Storage:RedisAuthority: {_authority} can't be read ({error.Message}).", error);
        }
    }

    /// <summary>Opens a connection and logs when it breaks and when it is back.</summary>
    /// <exception cref="RedisConnectionException">Redis is not there or refuses.</exception>
    public async Task<ConnectionMultiplexer> ConnectAsync(string purpose, ILogger logger)
    {
        ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(Options(purpose));
        connection.ConnectionFailed += (_, failure) => RedisLog.ConnectionFailed(logger, failure.Exception, purpose, Name(failure.EndPoint), failure.FailureType);
        connection.ConnectionRestored += (_, restored) => RedisLog.ConnectionRestored(logger, purpose, Name(restored.EndPoint));
        return connection;
    }

    private static string Name(EndPoint? server) => server is DnsEndPoint dns ? $"{dns.Host}:{dns.Port}" : $"{server}";
}
