using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OuraTeams.Server.Host;

namespace OuraTeams.Cluster.Tests;

/// <summary>What Orleans is told about how long grains stay in memory.</summary>
public sealed class ActivationSettingsTests
{
    [Fact]
    public async Task Accounts_leave_early_teams_late_and_the_longest_idle_at_once_when_memory_is_short()
    {
        GrainCollectionOptions collection = await CollectionAsync([]);
        Assert.Equal(TimeSpan.FromMinutes(10), collection.CollectionAge);
        Assert.Equal(
            new Dictionary<string, TimeSpan>
            {
                ["OuraTeams.Grains.Accounts.RingAccountGrain"] = TimeSpan.FromMinutes(5),
                ["OuraTeams.Grains.Teams.TeamGrain"] = TimeSpan.FromHours(1),
                ["OuraTeams.Grains.Teams.TeamPartitionGrain"] = TimeSpan.FromHours(1),
            },
            Ours(collection));
        Assert.True(collection.EnableActivationSheddingOnMemoryPressure);
        Assert.Equal((70, 50, TimeSpan.FromSeconds(1)), (collection.MemoryUsageLimitPercentage, collection.MemoryUsageTargetPercentage, collection.MemoryUsagePollingPeriod));
    }

    [Fact]
    public async Task Settings_change_each_of_them()
    {
        GrainCollectionOptions collection = await CollectionAsync(new()
        {
            ["Activations:RingAccounts"] = "00:03:00",
            ["Activations:Teams"] = "00:20:00",
            ["Activations:Others"] = "00:07:00",
            ["Activations:MemoryLimit"] = "60",
            ["Activations:MemoryTarget"] = "40",
            ["Activations:MemoryPoll"] = "00:00:02",
        });
        Assert.Equal(TimeSpan.FromMinutes(7), collection.CollectionAge);
        Assert.Equal([TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(20)], Ours(collection).OrderBy(age => age.Key, StringComparer.Ordinal).Select(age => age.Value));
        Assert.Equal((60, 40, TimeSpan.FromSeconds(2)), (collection.MemoryUsageLimitPercentage, collection.MemoryUsageTargetPercentage, collection.MemoryUsagePollingPeriod));
    }

    private static Dictionary<string, TimeSpan> Ours(GrainCollectionOptions collection) =>
        collection.ClassSpecificCollectionAge.Where(age => age.Key.StartsWith("OuraTeams.", StringComparison.Ordinal)).ToDictionary();

    /// <summary>The options of a server that is built and not started.</summary>
    private static async Task<GrainCollectionOptions> CollectionAsync(Dictionary<string, string?> settings)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("ourateams-activations-");
        try
        {
            settings["Storage:DataFolder"] = folder.FullName;
            await using WebApplication server = ServerApplication.Build([], settings, logging => logging.ClearProviders());
            return server.Services.GetRequiredService<IOptions<GrainCollectionOptions>>().Value;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
