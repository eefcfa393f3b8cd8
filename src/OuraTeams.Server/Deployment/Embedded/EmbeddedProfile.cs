using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Storage;
using OuraTeams.Contracts;
using OuraTeams.Server.Access;
using OuraTeams.Server.Deployment.Profiles;
using OuraTeams.Server.Host.Health;
using OuraTeams.Server.Host.Recovery;
using OuraTeams.Server.Host.Settings;
using OuraTeams.Server.Storage;
using OuraTeams.Streaming.Hosting;
using ClusterOptions = OuraTeams.Server.Host.Settings.ClusterOptions;

namespace OuraTeams.Server.Deployment.Embedded;

/// <summary>One process: state and queue in SQLite files, reminders in memory.</summary>
internal sealed class EmbeddedProfile : StorageProfile
{
    private const string ServiceId = "ourateams";
    private const string States = "sealed-states";
    private const string Keys = "sealed-keys";
    private const string StatesFile = "state.db";
    private const string KeysFile = "keys.db";
    private const string QueueFile = "queue.db";

    private readonly StorageOptions _storage;
    private readonly ListenOptions _listen;

    public EmbeddedProfile(StorageOptions storage, ClusterOptions cluster, ListenOptions listen)
    {
        if (cluster.Role != ClusterRole.All)
        {
            throw new SettingsException($"Cluster:Role {cluster.Role} needs Storage:Kind Redis; embedded, one process does everything.");
        }

        _storage = storage;
        _listen = listen;
        DataFolder.Ensure(storage);
        Master = MasterKey.Load(storage);
        SqliteStateFormat.Require(Path.GetFullPath(storage.PathOf(StatesFile)));
    }

    public override MasterKey Master { get; }

    public override string Place => Path.GetFullPath(_storage.DataFolder);

    public override AccessToken Token(AccessOptions access) => AccessToken.FromSettings(access) ?? AccessToken.FromDataFolder(_storage);

    public override void AddServices(IServiceCollection services)
    {
        services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(_storage.PathOf("keys")));
        services.AddHealthChecks().Add(new(HealthCheck, _ => new SqliteHealthCheck(_storage.PathOf(StatesFile)), failureStatus: null, [HealthTags.Ready]));
    }

    public override void AddSilo(ISiloBuilder silo)
    {
        silo.UseLocalhostClustering(serviceId: ServiceId, clusterId: ServiceId);
        silo.Configure<EndpointOptions>(endpoints =>
        {
            endpoints.AdvertisedIPAddress = IPAddress.Loopback;
            endpoints.SiloPort = _listen.SiloPort;
            endpoints.SiloListeningEndpoint = new IPEndPoint(IPAddress.Loopback, _listen.SiloPort);

            // No other process is a client of the silo.
            endpoints.GatewayPort = 0;
            endpoints.GatewayListeningEndpoint = null;
        });
        silo.UseInMemoryReminderService();
        AddSealedStates(silo, States, _storage.PathOf(StatesFile));
        AddSealedStates(silo, Keys, _storage.PathOf(KeysFile));
        silo.Services.AddKeyedSingleton<IGrainStorage>(Names.Storage, (services, _) => new EncryptedGrainStorage(
            services.GetRequiredKeyedService<IGrainStorage>(States),
            new DataKeys(services.GetRequiredKeyedService<IGrainStorage>(Keys), Master),
            Master,
            services.GetRequiredService<Serializer>()));
        silo.AddSqliteStreams(Names.EventStreams, queue => queue.Path = _storage.PathOf(QueueFile));

        silo.Services.AddHostedService(services => new SqliteLogCleaner(
            [_storage.PathOf(StatesFile), _storage.PathOf(KeysFile), _storage.PathOf(QueueFile)],
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<SqliteLogCleaner>>()));

        // Reminders are kept in memory and are lost when the process ends.
        silo.Services.AddSingleton<Schedulers>();
        silo.Services.AddHostedService<StartupWakeService>();
    }

    public override void AddClient(IClientBuilder client) => throw new InvalidOperationException("Embedded, there is one process and it is no client.");

    /// <summary>A table of sealed states in a file, by Orleans' ADO.NET provider.</summary>
    private static void AddSealedStates(ISiloBuilder silo, string name, string path) =>
        silo.AddAdoNetGrainStorage(name, options => options.Configure(grains =>
        {
            var source = new SqliteStateSource(path);
            source.CreateSchema();
            grains.Invariant = "System.Data.SQLite";
            grains.DataSource = source;
            grains.DeleteStateOnClear = true;
            grains.GrainStorageSerializer = new SealedStateSerializer();
        }));
}
