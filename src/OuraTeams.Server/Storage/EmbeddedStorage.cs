using System.Net;
using Orleans.Configuration;
using Orleans.Serialization;
using OuraTeams.Contracts;
using OuraTeams.Streaming;

namespace OuraTeams.Server;

/// <summary>The embedded profile: one silo, state and queue in SQLite files, reminders in memory.</summary>
internal static class EmbeddedStorage
{
    private const string ServiceId = "ourateams";

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
        silo.AddAdoNetGrainStorage(Names.Storage, options => options.Configure<IServiceProvider>((grains, services) =>
        {
            var source = new SqliteStateSource(storage.PathOf("state.db"));
            source.CreateSchema();
            grains.Invariant = "System.Data.SQLite";
            grains.DataSource = source;
            grains.GrainStorageSerializer = new EncryptedStorageSerializer(master, services.GetRequiredService<Serializer>());
        }));
        silo.AddSqliteStreams(Names.EventStreams, queue => queue.Path = storage.PathOf("queue.db"));
    }
}
