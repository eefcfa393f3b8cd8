using OuraTeams.Server.Host.Settings;
using OuraTeams.Streaming.Redis;
using StackExchange.Redis;

namespace OuraTeams.Server.Deployment.Redis;

/// <summary>A Redis as a setting names it.</summary>
internal sealed class RedisServer
{
    private readonly string _authority;
    private readonly RedisAddress _address;

    /// <summary>Reads the setting; connects to nothing.</summary>
    /// <param name="setting">Its name.</param>
    /// <param name="text">How StackExchange.Redis writes it.</param>
    /// <param name="authority">Path of the certificate of Redis' authority; empty for the machine's.</param>
    /// <exception cref="SettingsException">It can't be used.</exception>
    public RedisServer(string setting, string text, string authority)
    {
        Setting = setting;
        _authority = authority;
        _address = new RedisAddress(text, authority);
        ConfigurationOptions parsed = Options("check");
        if (parsed.EndPoints.Count == 0)
        {
            throw new SettingsException($"{setting} names no host; write it as host:6379,password=...");
        }

        string hosts = string.Join(", ", parsed.EndPoints.Select(RedisAddress.NameOf));
        HasSentinels = !string.IsNullOrEmpty(parsed.ServiceName);
        Place = HasSentinels ? $"the Sentinels {hosts} (service {parsed.ServiceName})" : hosts;
    }

    /// <summary>Hosts and ports, of Sentinels where they are asked, without the password.</summary>
    public string Place { get; }

    /// <summary>Whether Sentinels say which server is the primary.</summary>
    public bool HasSentinels { get; }

    /// <summary>Name of the setting.</summary>
    public string Setting { get; }

    /// <summary>Options of a connection for one purpose.</summary>
    public ConfigurationOptions Options(string purpose)
    {
        try
        {
            return _address.Options(purpose);
        }
        catch (ArgumentException error)
        {
            // Without the parser's message, which may contain the password.
            throw new SettingsException($"{Setting} can't be read; write it as host:6379,user=...,password=...,ssl=true.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            throw new SettingsException($"Storage:RedisAuthority: {_authority} can't be read ({error.Message}).", error);
        }
    }

    /// <summary>Opens a connection and logs when it breaks and when it is restored.</summary>
    /// <exception cref="RedisConnectionException">Redis does not answer, or refuses the login.</exception>
    public Task<ConnectionMultiplexer> ConnectAsync(string purpose, ILogger logger) => _address.ConnectAsync(purpose, logger);
}
