using System.Net;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Storage;
using OuraTeams.Contracts;
using OuraTeams.Streaming;

namespace OuraTeams.Server;

/// <summary>The embedded profile: one silo, state and queue in SQLite files, reminders in memory.</summary>
internal static class EmbeddedStorage
{
    private const string ServiceId = "ourateams";
    private const string States = "sealed-states";
    private const string Keys = "sealed-keys";

    /// <summary>Registers it.</summary>
    public static void AddEmbeddedStorage(this ISiloBuilder silo, StorageOptions storage, MasterKey master, ListenOptions listen)
    {
        silo.UseLocalhostClustering(serviceId: ServiceId, clusterId: ServiceId);
        silo.Configure<EndpointOptions>(endpoints =>
        {
            endpoints.AdvertisedIPAddress = IPAddress.Loopback;
            endpoints.SiloPort = listen.SiloPort;
            endpoints.SiloListeningEndpoint = new IPEndPoint(IPAddress.Loopback, listen.SiloPort);

            // Nobody outside of this process is a client of the silo.
            endpoints.GatewayPort = 0;
            endpoints.GatewayListeningEndpoint = null;
        });
        silo.UseInMemoryReminderService();
        silo.AddSealedStates(States, storage.PathOf("state.db"));
        silo.AddSealedStates(Keys, storage.PathOf("keys.db"));
        silo.Services.AddKeyedSingleton<IGrainStorage>(Names.Storage, (services, _) => new EncryptedGrainStorage(
            services.GetRequiredKeyedService<IGrainStorage>(States),
            new DataKeys(services.GetRequiredKeyedService<IGrainStorage>(Keys), master),
            master,
            services.GetRequiredService<Serializer>()));
        silo.AddSqliteStreams(Names.EventStreams, queue => queue.Path = storage.PathOf("queue.db"));
    }

    /// <summary>A table of sealed states in a file, by Orleans' ADO.NET provider.</summary>
    private static void AddSealedStates(this ISiloBuilder silo, string name, string path) =>
        silo.AddAdoNetGrainStorage(name, options => options.Configure(grains =>
        {
            var source = new SqliteStateSource(path);
            source.CreateSchema();
            grains.Invariant = "System.Data.SQLite";
            grains.DataSource = source;
            grains.GrainStorageSerializer = new SealedStateSerializer();
        }));
}
