using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OuraTeams.Grains;

namespace OuraTeams.Server.Host.Cluster;

/// <summary>Keeps the number of grains in memory within bounds.</summary>
internal static class ActivationLimits
{
    public static void AddActivationLimits(this ISiloBuilder silo)
    {
        silo.Services.AddOptions<ActivationOptions>().BindConfiguration("Activations").ValidateDataAnnotations()
            .Validate(options => options.MemoryTarget < options.MemoryLimit, "Activations:MemoryTarget must be below Activations:MemoryLimit.")
            .ValidateOnStart();
        silo.Services.AddOptions<GrainCollectionOptions>().Configure<IOptions<ActivationOptions>>((collection, activations) =>
        {
            ActivationOptions options = activations.Value;
            collection.CollectionAge = options.Others;
            collection.ClassSpecificCollectionAge[GrainClasses.RingAccount] = options.RingAccounts;
            collection.ClassSpecificCollectionAge[GrainClasses.Team] = options.Teams;
            collection.ClassSpecificCollectionAge[GrainClasses.TeamPartition] = options.Teams;
            collection.EnableActivationSheddingOnMemoryPressure = true;
            collection.MemoryUsageLimitPercentage = options.MemoryLimit;
            collection.MemoryUsageTargetPercentage = options.MemoryTarget;
            collection.MemoryUsagePollingPeriod = options.MemoryPoll;
        });
    }
}
