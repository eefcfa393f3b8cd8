using System.Net;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.StackExchangeRedis;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Clustering.Redis;
using Orleans.Configuration;
using OuraTeams.Contracts;
using OuraTeams.Server.Access;
using OuraTeams.Server.Deployment.Profiles;
using OuraTeams.Server.Host.Health;
using OuraTeams.Server.Host.Recovery;
using OuraTeams.Server.Host.Settings;
using OuraTeams.Server.Storage;
using OuraTeams.Streaming.Hosting;
using StackExchange.Redis;
using OrleansClusterOptions = Orleans.Configuration.ClusterOptions;
using ClusterOptions = OuraTeams.Server.Host.Settings.ClusterOptions;

namespace OuraTeams.Server.Deployment.Redis;

/// <summary>A cluster: membership, states, reminders and the queue in Redis.</summary>
internal sealed class RedisProfile : StorageProfile
{
    private readonly StorageOptions _storage;
    private readonly ClusterOptions _cluster;
    private readonly ListenOptions _listen;
    private readonly RedisServer _states;
    private readonly RedisServer _dataKeys;
    private readonly RedisKeys _names;

    public RedisProfile(StorageOptions storage, ClusterOptions cluster, ListenOptions listen)
    {
        if (storage.Redis.Length == 0)
        {
            throw new SettingsException("Storage:Redis must say where Redis is when Storage:Kind is Redis: host:6379,password=...");
        }

        if (storage.MasterKey.Length == 0)
        {
            throw new SettingsException("Storage:MasterKey must be set when Storage:Kind is Redis: 32 bytes in base64, the same for every process.");
        }

        _storage = storage;
        _cluster = cluster;
        _listen = listen;
        Master = MasterKey.Parse(storage.MasterKey, "The setting Storage:MasterKey");
        _states = new RedisServer("Storage:Redis", storage.Redis, storage.RedisAuthority);
        RedisServer keys = storage.KeysRedis.Length > 0 ? new RedisServer("Storage:KeysRedis", storage.KeysRedis, storage.RedisAuthority) : _states;

        // Only grains have states: a process without grains needs no data keys.
        _dataKeys = cluster.HasGrains ? keys : _states;
        _names = new RedisKeys(cluster.ServiceId);
    }

    public override MasterKey Master { get; }

    public override string Place => $"Redis at {_states.Place}";

    public override AccessToken Token(AccessOptions access) => AccessToken.FromSettings(access)
        ?? throw new SettingsException("Access:Token must be set when Storage:Kind is Redis, the same for every process.");

    public override void AddServices(IServiceCollection services)
    {
        services.AddSingleton(_names);
        services.AddSingleton(provider => new RedisConnections(_states, _dataKeys, provider.GetRequiredService<ILogger<RedisConnections>>()));
        services.AddSingleton<RedisDataCheck>();
        services.AddHostedService<RedisStartupCheck>();
        AddHealth(services.AddHealthChecks());
        services.AddDataProtection();
        services.AddOptions<KeyManagementOptions>().Configure<RedisConnections>((keys, connections) =>
            keys.XmlRepository = new RedisXmlRepository(() => connections.States.GetDatabase(), _names.DataProtection));
        services.AddRedisQueue(Names.EventStreams, queue =>
        {
            queue.Connection = _storage.Redis;
            queue.IssuerCertificate = _storage.RedisAuthority;
            queue.ServiceId = _cluster.ServiceId;
            queue.Replicas = _storage.Replicas;
            queue.ReplicaTimeout = _storage.ReplicaTimeout;
        });
    }

    public override void AddSilo(ISiloBuilder silo)
    {
        silo.Services.AddSingleton<Schedulers>();
        silo.Services.AddHostedService<LossService>();
        IPAddress address = _cluster.AddressOfSilo();
        IPAddress listening = IPAddress.IsLoopback(address) ? address : IPAddress.Any;
        silo.Configure<OrleansClusterOptions>(Identify);
        silo.Configure<SiloOptions>(options => options.SiloName = _cluster.NameOfSilo());
        silo.Configure<EndpointOptions>(endpoints =>
        {
            endpoints.AdvertisedIPAddress = address;
            endpoints.SiloPort = _listen.SiloPort;
            endpoints.SiloListeningEndpoint = new IPEndPoint(listening, _listen.SiloPort);
            endpoints.GatewayPort = _listen.GatewayPort;
            endpoints.GatewayListeningEndpoint = new IPEndPoint(listening, _listen.GatewayPort);
        });
        silo.UseRedisClustering(_ => { });
        AddMembership(silo.Services);
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            membership.ProbeTimeout = _cluster.ProbeTimeout;
            membership.NumMissedProbesLimit = _cluster.MissedProbes;
            membership.IAmAliveTablePublishTimeout = _cluster.AliveEvery;
            membership.TableRefreshTimeout = _cluster.MembersEvery;
        });
        silo.UseRedisReminderService(_ => { });
        silo.Services.AddOptions<RedisReminderTableOptions>().Configure<RedisConnections>((reminders, connections) =>
        {
            reminders.ConfigurationOptions = _states.Options("state");
            reminders.CreateMultiplexer = _ => Shared(connections.StatesAsync());
        });
        new RedisStates(_storage, _states, _dataKeys, _names).Add(silo, Master);
        silo.AddRedisStreams(Names.EventStreams);
    }

    public override void AddClient(IClientBuilder client)
    {
        client.Configure<OrleansClusterOptions>(Identify);
        client.UseRedisClustering(_ => { });
        AddMembership(client.Services);

        // By default a client reads the list of silos, and their grain types, once a minute. After all silos were lost and are back
        // it would not find them for so long.
        client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = _cluster.MembersEvery);
        client.Configure<TypeManagementOptions>(types => types.TypeMapRefreshInterval = _cluster.MembersEvery);
    }

    private static async Task<(IConnectionMultiplexer Multiplexer, bool IsShared)> Shared(Task<ConnectionMultiplexer> connection) => (await connection, true);

    private void Identify(OrleansClusterOptions options) => (options.ServiceId, options.ClusterId) = (_cluster.ServiceId, _cluster.ClusterId);

    private void AddMembership(IServiceCollection services) =>
        services.AddOptions<RedisClusteringOptions>().Configure<RedisConnections>((clustering, connections) =>
        {
            clustering.ConfigurationOptions = _states.Options("membership");
            clustering.CreateMultiplexer = _ => Shared(connections.MembershipAsync());
        });

    private void AddHealth(IHealthChecksBuilder checks)
    {
        Add(HealthCheck, _states, HealthStatus.Unhealthy);
        if (_dataKeys != _states)
        {
            // A process that also accepts webhooks reports this and stays ready: the queue is in the other Redis.
            Add("data-keys", _dataKeys, _cluster.HasIntake ? HealthStatus.Degraded : HealthStatus.Unhealthy);
        }

        void Add(string name, RedisServer server, HealthStatus failure) => checks.Add(new HealthCheckRegistration(
            name, services => ActivatorUtilities.CreateInstance<RedisHealthCheck>(services, server), failure, [HealthTags.Ready]));
    }
}
