using Orleans.Dashboard;
using OuraTeams.Grains.Recovery;
using OuraTeams.Server.Deployment.Profiles;
using OuraTeams.Server.Host.Cluster;
using OuraTeams.Server.Host.Settings;
using DashboardOptions = OuraTeams.Server.Host.Settings.DashboardOptions;

namespace OuraTeams.Server.Host;

/// <summary>Makes the process a silo or a client of the silos, by its role.</summary>
internal static class ClusterRegistration
{
    public static void AddCluster(this WebApplicationBuilder builder, ClusterOptions cluster, StorageProfile storage, DashboardOptions dashboard)
    {
        builder.Services.AddSingleton(cluster);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = cluster.ShutdownTimeout);
        if (cluster.HasGrains)
        {
            builder.Services.AddSingleton<IClusterPresence, SiloPresence>();
            builder.UseOrleans(silo =>
            {
                silo.AddActivityPropagation();
                silo.AddActivationLimits();
                silo.Services.AddRecovery();
                storage.AddSilo(silo);
                if (dashboard.Enabled)
                {
                    silo.AddDashboard(pages => pages.HideTrace = true);
                }
            });
        }
        else
        {
            builder.AddClient(storage);
        }
    }

    private static void AddClient(this WebApplicationBuilder builder, StorageProfile storage)
    {
        builder.Services.AddSingleton<ClientPresence>();
        builder.Services.AddSingleton<IClusterPresence>(services => services.GetRequiredService<ClientPresence>());
        builder.Services.AddSingleton<IClusterConnectionStatusObserver>(services => services.GetRequiredService<ClientPresence>());
        builder.Services.AddSingleton<IClientConnectionRetryFilter>(services => services.GetRequiredService<ClientPresence>());
        int before = builder.Services.Count;
        builder.UseOrleansClient(client =>
        {
            client.AddActivityPropagation();
            storage.AddClient(client);
        });

        // Orleans' own hosted service would block the start until a silo answers.
        ServiceDescriptor own = builder.Services.Skip(before).Single(service => service.ServiceType == typeof(IHostedService));
        builder.Services.Remove(own);
        builder.Services.AddHostedService(services => services.GetRequiredService<ClientPresence>());
    }
}
