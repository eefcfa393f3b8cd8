using OuraTeams.Server.Deployment.Embedded;
using OuraTeams.Server.Deployment.Profiles;
using OuraTeams.Server.Deployment.Redis;
using OuraTeams.Server.Host.Settings;
using OuraTeams.Server.Storage;

namespace OuraTeams.Server.Deployment;

/// <summary>The one place that asks where state and queue are kept.</summary>
internal static class StorageProfiles
{
    /// <summary>The profile that the settings name. When a setting is wrong, nothing was opened or changed.</summary>
    /// <exception cref="SettingsException">A setting can't be used.</exception>
    /// <exception cref="StorageException">The master key is missing or another one.</exception>
    public static StorageProfile Of(StorageOptions storage, ClusterOptions cluster, ListenOptions listen) => storage.Kind switch
    {
        StorageKind.Redis => new RedisProfile(storage, cluster, listen),
        _ => new EmbeddedProfile(storage, cluster, listen),
    };
}
