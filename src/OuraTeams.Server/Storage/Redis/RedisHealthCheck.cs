using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace OuraTeams.Server;

/// <summary>Healthy while Redis answers.</summary>
internal sealed class RedisHealthCheck(RedisConnections connections, RedisKeys keys) : IHealthCheck
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            ConnectionMultiplexer connection = await connections.StatesAsync().WaitAsync(Limit, cancellationToken);
            await connection.GetDatabase().KeyExistsAsync(keys.MasterKey, CommandFlags.DemandMaster).WaitAsync(Limit, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception error) when (error is RedisException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy("Redis does not answer.", error);
        }
    }
}
