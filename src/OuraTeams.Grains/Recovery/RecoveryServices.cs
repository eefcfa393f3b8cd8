using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OuraTeams.Grains.Recovery;

/// <summary>Registers what a silo needs to go on with unfinished work.</summary>
public static class RecoveryServices
{
    /// <summary>Adds it to the services of a silo.</summary>
    public static IServiceCollection AddRecovery(this IServiceCollection services) => services
        .AddSingleton<SuccessorWaker>()
        .AddSingleton<ISuccessorWaker>(provider => provider.GetRequiredService<SuccessorWaker>())
        .AddSingleton<IHostedService>(provider => provider.GetRequiredService<SuccessorWaker>());
}
