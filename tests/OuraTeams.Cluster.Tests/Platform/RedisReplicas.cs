namespace OuraTeams.Cluster.Tests;

/// <summary>Replicas of a Redis under test.</summary>
internal static class RedisReplicas
{
    /// <summary>Waits until one follows: it has the data so far, and gets what comes at once.</summary>
    public static Task FollowAsync(RedisProcess primary) => Eventually.HoldsAsync(
        async () => (await RedisProcess.RunAsync("redis-cli", "-p", $"{primary.Port}", "INFO", "replication")).Contains("state=online", StringComparison.Ordinal),
        $"a replica follows the Redis at port {primary.Port}");
}
