using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace OuraTeams.Server.Deployment.Redis;

/// <summary>Healthy while a Redis answers. Says its setting and not its place: the answer can be read from outside.</summary>
internal sealed class RedisHealthCheck(RedisServer server, RedisConnections connections, RedisKeys keys) : IHealthCheck
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            ConnectionMultiplexer connection = await connections.OfAsync(server).WaitAsync(Limit, cancellationToken);
            await connection.GetDatabase().KeyExistsAsync(keys.MasterKey, CommandFlags.DemandMaster).WaitAsync(Limit, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception error) when (error is RedisException or TimeoutException)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, $"The Redis of {server.Setting} does not answer.", error);
        }
    }
}
