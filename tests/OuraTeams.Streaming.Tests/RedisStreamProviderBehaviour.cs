using Microsoft.Extensions.Hosting;
using OuraTeams.Streaming.Hosting;
using OuraTeams.Streaming.Queues;

namespace OuraTeams.Streaming.Tests;

/// <summary>The provider over Redis. The tests over a program derive from this.</summary>
public abstract class RedisStreamProviderBehaviour(RedisFixture fixture) : StreamProviderBehaviour
{
    private readonly string _service = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task An_acknowledgement_that_redis_refused_is_made_again()
    {
        using IHost silo = await StartAsync();
        await fixture.Database.ExecuteAsync("ACL", "SETUSER", "default", "-xack");
        try
        {
            await SendAsync(silo, "anna", 1);
            await Eventually.IsTrueAsync(async () => (await Grain(silo, "anna").GetAsync()).Count == 1);
            await Eventually.IsTrueAsync(async () => await RefusalsAsync() > 0);
            Assert.Equal((1, 0), await CountAsync(silo));
        }
        finally
        {
            await fixture.Database.ExecuteAsync("ACL", "SETUSER", "default", "+xack");
        }

        await Eventually.IsTrueAsync(async () => await CountAsync(silo) == (0, 0));
        Assert.Equal([1], await Grain(silo, "anna").GetAsync());
        await silo.StopAsync();
    }

    private protected override void AddStreams(ISiloBuilder silo, Action<QueueOptions> configure, Action<ISiloPersistentStreamConfigurator> configureStreams) =>
        silo.AddRedisStreams(
            Provider,
            options =>
            {
                options.Connection = fixture.Redis.PatientConnection;
                options.ServiceId = _service;
                configure(options);
            },
            configureStreams);

    /// <summary>Refused commands that Redis noted.</summary>
    private async Task<int> RefusalsAsync() => ((StackExchange.Redis.RedisResult[])(await fixture.Database.ExecuteAsync("ACL", "LOG"))!).Length;
}
